import com.vantage.shipping.client.ApiClient;
import com.vantage.shipping.client.ApiException;
import com.vantage.shipping.client.QuotesApi;
import com.vantage.shipping.client.ShipmentsApi;
import com.vantage.shipping.client.TrackingApi;
import com.vantage.shipping.client.model.CreateShipmentRequest;
import com.vantage.shipping.client.model.Dimensions;
import com.vantage.shipping.client.model.Parcel;
import com.vantage.shipping.client.model.Party;
import com.vantage.shipping.client.model.Place;
import com.vantage.shipping.client.model.PurchaseByQuote;
import com.vantage.shipping.client.model.Quote;
import com.vantage.shipping.client.model.RateQuoteRequest;
import com.vantage.shipping.client.model.Shipment;
import com.vantage.shipping.client.model.Tracking;
import java.math.BigDecimal;
import java.util.UUID;

/** Quotes, buys and tracks: where the service is, and the token, come from the command line. */
public final class ThreeCalls {
    public static void main(String[] args) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + args[1]));

        Quote cheapest = new QuotesApi(client)
                        .quoteRates(
                                new RateQuoteRequest()
                                        .origin(new Place().zip("10001").country("US"))
                                        .destination(new Place().zip("90210").country("US"))
                                        .addPackagesItem(parcel()),
                                null)
                        .getQuotes()
                        .stream()
                        .filter(Quote::getCheapest)
                        .findFirst()
                        .orElseThrow();

        Shipment shipment = new ShipmentsApi(client)
                .createShipment(
                        new CreateShipmentRequest(new PurchaseByQuote()
                                .quoteId(cheapest.getQuoteId())
                                .origin(party("Vantage DC 3", "1 Main St", "New York", "NY", "10001"))
                                .destination(party("Jane Doe", "9 Elm Dr", "Beverly Hills", "CA", "90210"))),
                        null,
                        UUID.randomUUID().toString());

        Tracking tracking = new TrackingApi(client).trackShipment(shipment.getShipmentId(), null);
        System.out.println(String.join(
                " ",
                shipment.getCarrier(),
                shipment.getShipmentId(),
                shipment.getStatus().getValue(),
                tracking.getStatus().getValue()));
    }

    private static Parcel parcel() {
        return new Parcel()
                .weightOz(new BigDecimal("32"))
                .dimensions(new Dimensions()
                        .length(new BigDecimal("12"))
                        .width(new BigDecimal("8"))
                        .height(new BigDecimal("6")));
    }

    private static Party party(String name, String street, String city, String state, String zip) {
        return new Party()
                .name(name)
                .phone("2125550100")
                .street1(street)
                .city(city)
                .state(state)
                .zip(zip)
                .country("US");
    }
}
