package com.vantage.shipping.sandbox;

import java.util.List;

/** Variants of Web Tools' replies. */
final class WebToolsShapes {
    private WebToolsShapes() {}

    static List<Shape> all() {
        return List.of(
                new Shape(
                        "webtools-html-page",
                        Operation.QUOTE,
                        "an HTML page with status 200",
                        reply -> isXml(reply)
                                ? new Replied(
                                        200,
                                        "text/html",
                                        SimulatedWebTools.page(200, "Maintenance")
                                                .body(),
                                        reply.headers())
                                : reply),
                Shape.ofXml(
                        "webtools-zero-rate",
                        Operation.QUOTE,
                        "Priority Mail has a commercial price and a retail price of 0.00",
                        xml -> xml.replaceAll(
                                "(CLASSID=\"1\">.*?)<Rate>([0-9.]+)</Rate>(<CommercialRate>[^<]*</CommercialRate>)?",
                                "$1<Rate>0.00</Rate><CommercialRate>$2</CommercialRate>")),
                Shape.ofXml(
                        "webtools-empty-commitments",
                        Operation.QUOTE,
                        "commitments have neither date nor name",
                        xml -> xml.replaceAll("<(Commitment(?:Date|Name))>[^<]*</\\1>", "<$1/>")),
                Shape.ofXml(
                        "webtools-varies",
                        Operation.QUOTE,
                        "commitments are named Varies and dated",
                        xml -> xml.replaceAll("<CommitmentName>[^<]*<", "<CommitmentName>Varies<")),
                Shape.ofXml(
                        "webtools-error-in-package",
                        Operation.QUOTE,
                        "the first package has an error instead of prices",
                        xml -> xml.replaceFirst(
                                "(<Package ID=\"[^\"]*\">).*?(</Package>)",
                                "$1"
                                        + SimulatedWebTools.error("-2147219428", "Invalid First Class Mail Type.")
                                        + "$2")),
                Shape.ofXml(
                        "webtools-no-event-city",
                        Operation.TRACK,
                        "events have no element EventCity",
                        xml -> xml.replaceAll("<EventCity>[^<]*</EventCity>|<EventCity/>", "")),
                Shape.ofXml(
                        "webtools-empty-event-time",
                        Operation.TRACK,
                        "the newest event has a date and no time",
                        xml -> xml.replaceFirst("<EventTime>[^<]*</EventTime>", "<EventTime/>")));
    }

    private static boolean isXml(Replied reply) {
        return reply.contentType().contains("xml");
    }
}
