package com.vantage.shipping.sandbox;

import java.util.List;

/** Variants of Web Tools' replies. */
final class WebToolsReplyVariants {
    private WebToolsReplyVariants() {}

    static List<ReplyVariant> all() {
        return List.of(
                new ReplyVariant(
                        "webtools-html-page",
                        Operation.QUOTE,
                        "an HTML page with status 200",
                        reply -> isXml(reply)
                                ? new SimulatedResponse(
                                        200,
                                        "text/html",
                                        SimulatedWebTools.page(200, "Maintenance")
                                                .body(),
                                        reply.headers())
                                : reply),
                ReplyVariant.ofXml(
                        "webtools-zero-rate",
                        Operation.QUOTE,
                        "Priority Mail has a commercial price and a retail price of 0.00",
                        xml -> xml.replaceAll(
                                "(CLASSID=\"1\">.*?)<Rate>([0-9.]+)</Rate>(<CommercialRate>[^<]*</CommercialRate>)?",
                                "$1<Rate>0.00</Rate><CommercialRate>$2</CommercialRate>")),
                ReplyVariant.ofXml(
                        "webtools-empty-commitments",
                        Operation.QUOTE,
                        "commitments have neither date nor name",
                        xml -> xml.replaceAll("<(Commitment(?:Date|Name))>[^<]*</\\1>", "<$1/>")),
                ReplyVariant.ofXml(
                        "webtools-varies",
                        Operation.QUOTE,
                        "commitments are named Varies and dated",
                        xml -> xml.replaceAll("<CommitmentName>[^<]*<", "<CommitmentName>Varies<")),
                ReplyVariant.ofXml(
                        "webtools-error-in-package",
                        Operation.QUOTE,
                        "the first package has an error instead of prices",
                        xml -> xml.replaceFirst(
                                "(<Package ID=\"[^\"]*\">).*?(</Package>)",
                                "$1"
                                        + SimulatedWebTools.error("-2147219428", "Invalid First Class Mail Type.")
                                        + "$2")),
                ReplyVariant.ofXml(
                        "webtools-no-event-city",
                        Operation.TRACK,
                        "events have no element EventCity",
                        xml -> xml.replaceAll("<EventCity>[^<]*</EventCity>|<EventCity/>", "")),
                ReplyVariant.ofXml(
                        "webtools-empty-event-time",
                        Operation.TRACK,
                        "the newest event has a date and no time",
                        xml -> xml.replaceFirst("<EventTime>[^<]*</EventTime>", "<EventTime/>")));
    }

    private static boolean isXml(SimulatedResponse reply) {
        return reply.contentType().contains("xml");
    }
}
