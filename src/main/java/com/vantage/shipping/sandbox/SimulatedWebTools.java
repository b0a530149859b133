package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.XmlText.attribute;
import static com.vantage.shipping.sandbox.XmlText.element;
import static com.vantage.shipping.sandbox.XmlText.parent;

import com.vantage.shipping.sandbox.ParcelJourney.Station;
import com.vantage.shipping.sandbox.ParcelJourney.Stop;
import com.vantage.shipping.sandbox.SoldLabels.Sale;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Simulated USPS Web Tools v5: rates and tracking at one URL, with status 200 for all replies, including errors. Prices
 * are in {@link WebToolsTariff}.
 */
final class SimulatedWebTools {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.US);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);

    private final CarrierAccount account;
    private final SoldLabels soldLabels;
    private final ParcelJourney journey;

    SimulatedWebTools(CarrierAccount account, SoldLabels soldLabels, ParcelJourney journey) {
        this.account = account;
        this.soldLabels = soldLabels;
        this.journey = journey;
    }

    void openAt(SimulatedCarrier usps) {
        usps.addReply("webtools-rates", call -> answer(call, "RateV4", this::rates));
        usps.addReply("webtools-tracks", call -> answer(call, "TrackV2", this::tracks));
        WebToolsReplyVariants.all().forEach(usps::addVariant);
    }

    private SimulatedResponse answer(SimulatedRequest call, String api, Function<Element, String> reply) {
        Optional<Element> request = call.query("XML").flatMap(XmlText::read);
        if (request.isEmpty()) {
            return xml(error("80040B19", "XML Syntax Error: Please check the XML request to see if it can be parsed."));
        }
        String user = request.get().getAttribute("USERID");
        String password = request.get().getAttribute("PASSWORD");
        boolean isOurs =
                user.equals(account.clientId()) && (password.isEmpty() || password.equals(account.clientSecret()));
        return isOurs
                ? xml(reply.apply(request.get()))
                : xml(error(
                        "80040B1A",
                        "API Authorization failure. User " + user + " is not authorized to use API " + api + "."));
    }

    private String rates(Element request) {
        if (!request.getTagName().equals("RateV4Request") || !WebToolsTariff.isInOrder(request)) {
            return error("80040B19", "XML Syntax Error: Please check the XML request to see if it can be parsed.");
        }
        return parent(
                "RateV4Response",
                XmlText.children(request, "Package").stream()
                        .map(WebToolsTariff::priceReply)
                        .collect(Collectors.joining()));
    }

    private String tracks(Element request) {
        boolean isComplete = List.of("Revision", "ClientIp", "SourceId").stream()
                .noneMatch(name -> XmlText.text(request, name).isBlank());
        if (!request.getTagName().equals("TrackFieldRequest") || !isComplete) {
            return error("80040B19", "XML Syntax Error: Please check the XML request to see if it can be parsed.");
        }
        return parent(
                "TrackResponse",
                XmlText.children(request, "TrackID").stream()
                        .map(number -> track(number.getAttribute("ID")))
                        .collect(Collectors.joining()));
    }

    private String track(String number) {
        return soldLabels
                .byTrackingNumber("usps", number)
                .map(this::trackInfo)
                .orElseGet(() -> parent(
                        "TrackInfo",
                        attribute("ID", number),
                        error(
                                "-2147219283",
                                "A status update is not yet available on your package. It will be available when the"
                                        + " shipper provides an update or the package is delivered to USPS. Check back"
                                        + " soon.")));
    }

    private String trackInfo(Sale sale) {
        List<Stop> newestFirst = new ArrayList<>(journey.stopsSoFar(sale)).reversed();
        Station now = newestFirst.getFirst().station();
        StringBuilder info = new StringBuilder(element("Class", "USPS Ground Advantage<SUP>&#153;</SUP>"))
                .append(element("ClassOfMailCode", "GA"))
                .append(element("DestinationCity", upper(sale.to().city())))
                .append(element("DestinationState", sale.to().state()))
                .append(element("DestinationZip", sale.to().zip()))
                .append(element("ExpectedDeliveryDate", DATE.format(local(journey.arrival(sale)))))
                .append(element("OriginCity", upper(sale.from().city())))
                .append(element("OriginState", sale.from().state()))
                .append(element("OriginZip", sale.from().zip()))
                .append(element("Status", UspsTrackingScans.words(now)))
                .append(element("StatusCategory", UspsTrackingScans.category(now)))
                .append(parent("TrackSummary", event(newestFirst.getFirst())));
        newestFirst.stream().skip(1).forEach(stop -> info.append(parent("TrackDetail", event(stop))));
        return parent("TrackInfo", attribute("ID", sale.trackingNumber()), info.toString());
    }

    private static String event(Stop stop) {
        return element("EventTime", TIME.format(local(stop.at())).toLowerCase(Locale.ROOT))
                + element("EventDate", DATE.format(local(stop.at())))
                + element("Event", UspsTrackingScans.words(stop.station()))
                + element("EventCity", upper(stop.place().city()))
                + element("EventState", stop.place().state())
                + element("EventZIPCode", stop.place().zip())
                + element("EventCountry", "")
                + element("FirmName", "")
                + element("Name", "")
                + element("AuthorizedAgent", "false")
                + element("EventCode", UspsTrackingScans.code(stop.station()));
    }

    static String error(String number, String description) {
        return parent(
                "Error",
                element("Number", number)
                        + element("Source", "USPSCOM::DoAuth")
                        + element("Description", description)
                        + element("HelpFile", "")
                        + element("HelpContext", "1000440"));
    }

    static SimulatedResponse page(int status, String title) {
        return new SimulatedResponse(
                status,
                "text/html",
                "<!DOCTYPE html>\n<html><head><title>" + title + "</title><meta charset=utf-8></head><body><h1>" + title
                        + "</h1><p>The page cannot be displayed.<br></body></html>",
                Map.of());
    }

    private static SimulatedResponse xml(String root) {
        return new SimulatedResponse(200, "text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root, Map.of());
    }

    private static LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at, UspsTrackingScans.LOCAL);
    }

    private static String upper(String city) {
        return city.toUpperCase(Locale.ROOT);
    }
}
