package com.vantage.shipping.sandbox;

import static com.vantage.shipping.sandbox.XmlText.attribute;
import static com.vantage.shipping.sandbox.XmlText.element;
import static com.vantage.shipping.sandbox.XmlText.parent;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * Web Tools' prices: those of {@link UspsTariff} at retail, discounted ones for accounts, and others that must not be
 * selected for a parcel.
 */
final class WebToolsTariff {
    private static final List<String> ORDER = List.of(
            "Service",
            "FirstClassMailType",
            "ZipOrigination",
            "ZipDestination",
            "Pounds",
            "Ounces",
            "Container",
            "Width",
            "Length",
            "Height",
            "Girth",
            "Machinable",
            "ShipDate");

    /** Classes by the tariff's rate option, with names in HTML. */
    private static final Map<String, MailService> CLASSES = Map.of(
            "USPS_GROUND_ADVANTAGE/SP/NONE",
                    new MailService("1058", "USPS Ground Advantage&lt;sup&gt;&#8482;&lt;/sup&gt;"),
            "USPS_GROUND_ADVANTAGE/OS/NONE",
                    new MailService("1058", "USPS Ground Advantage&lt;sup&gt;&#8482;&lt;/sup&gt;"),
            "PRIORITY_MAIL/SP/NONE", new MailService("1", "Priority Mail %s&lt;sup&gt;&#8482;&lt;/sup&gt;"),
            "PRIORITY_MAIL/FE/NONE",
                    new MailService("16", "Priority Mail %s&lt;sup&gt;&#8482;&lt;/sup&gt; Flat Rate Envelope"),
            "PRIORITY_MAIL/FB/NONE",
                    new MailService("17", "Priority Mail %s&lt;sup&gt;&#8482;&lt;/sup&gt; Medium Flat Rate Box"),
            "PRIORITY_MAIL_EXPRESS/PA/NONE",
                    new MailService("3", "Priority Mail Express %s&lt;sup&gt;&#8482;&lt;/sup&gt;"),
            "PRIORITY_MAIL_EXPRESS/E4/NONE",
                    new MailService("13", "Priority Mail Express %s&lt;sup&gt;&#8482;&lt;/sup&gt; Flat Rate Envelope"));

    private record MailService(String classId, String name) {}

    private WebToolsTariff() {}

    /** Whether the elements of each package are in the order that USPS requires. */
    static boolean isInOrder(Element request) {
        return XmlText.children(request, "Package").stream()
                .map(each -> XmlText.children(each).stream()
                        .map(child -> ORDER.indexOf(child.getTagName()))
                        .toList())
                .allMatch(positions -> !positions.contains(-1)
                        && positions.stream().sorted().toList().equals(positions));
    }

    /** The reply for one package. */
    static String priceReply(Element packageElement) {
        String id = attribute("ID", packageElement.getAttribute("ID"));
        if (XmlText.text(packageElement, "ZipDestination").startsWith("000")) {
            return parent(
                    "Package",
                    id,
                    SimulatedWebTools.error("-2147219497", "Please enter a valid ZIP Code for the recipient."));
        }
        if (pounds(packageElement).doubleValue() > 70) {
            return parent(
                    "Package",
                    id,
                    SimulatedWebTools.error(
                            "-2147219500", "Please enter the package weight. It is 70 pounds at most."));
        }
        return parent("Package", id, echo(packageElement) + postages(packageElement));
    }

    private static String echo(Element packageElement) {
        return List.of("ZipOrigination", "ZipDestination", "Pounds", "Ounces", "Machinable").stream()
                .map(name -> element(name, XmlText.text(packageElement, name)))
                .collect(Collectors.joining());
    }

    private static String postages(Element packageElement) {
        JsonObject tariff = UspsTariff.options(tariffRequest(packageElement));
        StringBuilder postages = new StringBuilder();
        for (JsonObject option :
                SimulatedRequest.list(SimulatedRequest.at(tariff, "pricingOptions"), "shippingOptions")) {
            for (JsonObject offer : SimulatedRequest.list(option, "rateOptions")) {
                JsonObject rate = SimulatedRequest.at(offer, "rates");
                MailService mailService = CLASSES.get(String.join(
                        "/",
                        option.getString("mailClass"),
                        rate.getString("rateIndicator"),
                        rate.getString("destinationEntryFacilityType")));
                if (mailService != null) {
                    postages.append(postage(mailService, offer, XmlText.text(packageElement, "Service")));
                }
            }
        }
        return postages.append(mediaMail(pounds(packageElement))).toString();
    }

    /** Converts the request for the tariff. */
    private static JsonObject tariffRequest(Element packageElement) {
        String shipDate = XmlText.text(packageElement, "ShipDate");
        JsonObject piece = new JsonObject()
                .put("weight", pounds(packageElement).doubleValue())
                .put("length", Double.parseDouble(XmlText.text(packageElement, "Length")))
                .put("width", Double.parseDouble(XmlText.text(packageElement, "Width")))
                .put("height", Double.parseDouble(XmlText.text(packageElement, "Height")))
                .put(
                        "mailingDate",
                        shipDate.isEmpty()
                                ? LocalDate.now(Clock.system(ZoneOffset.UTC)).toString()
                                : shipDate);
        return new JsonObject()
                .put("originZIPCode", XmlText.text(packageElement, "ZipOrigination"))
                .put("destinationZIPCode", XmlText.text(packageElement, "ZipDestination"))
                .put("pricingOptions", new JsonArray().add(new JsonObject().put("priceType", "RETAIL")))
                .put("packageDescription", piece);
    }

    /** Rounded like v3 requests, so that equal packages have equal prices. */
    private static BigDecimal pounds(Element packageElement) {
        return new BigDecimal(XmlText.text(packageElement, "Ounces"))
                .divide(BigDecimal.valueOf(16), 2, RoundingMode.CEILING)
                .add(new BigDecimal(XmlText.text(packageElement, "Pounds")));
    }

    private static String postage(MailService mailService, JsonObject offer, String service) {
        JsonObject commitment = SimulatedRequest.at(offer, "commitment");
        String days = commitment.getString("name").replaceAll(" Days?", "-Day");
        BigDecimal price = (BigDecimal) offer.getValue("totalBasePrice");
        StringBuilder postage = new StringBuilder(
                        element("MailService", mailService.name().formatted(days)))
                .append(element("Rate", price.toPlainString()));
        if (!service.equals("ALL")) {
            postage.append(element("CommercialRate", percent(price, 80)));
        }
        if (service.equals("PLUS")) {
            postage.append(element("CommercialPlusRate", percent(price, 75)));
        }
        return parent(
                "Postage",
                attribute("CLASSID", mailService.classId()),
                postage
                        + fees(offer)
                        + element("CommitmentDate", commitment.getString("expectedDeliveryDate"))
                        + element("CommitmentName", days));
    }

    private static String fees(JsonObject offer) {
        String fees = SimulatedRequest.list(SimulatedRequest.at(offer, "rates"), "fees").stream()
                .map(fee -> parent(
                        "Fee",
                        element("FeeType", fee.getString("name"))
                                + element("FeePrice", fee.getValue("price").toString())))
                .collect(Collectors.joining());
        return fees.isEmpty() ? "" : parent("Fees", fees);
    }

    /** The cheapest class, for books only. */
    private static String mediaMail(BigDecimal pounds) {
        BigDecimal price = new BigDecimal("3.65").add(pounds.multiply(new BigDecimal("0.7")));
        return parent(
                "Postage",
                attribute("CLASSID", "6"),
                element("MailService", "Media Mail Parcel") + element("Rate", percent(price, 100)));
    }

    private static String percent(BigDecimal price, int percent) {
        return price.multiply(BigDecimal.valueOf(percent, 2))
                .setScale(2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
