import { randomUUID } from "node:crypto";
import { Configuration, QuotesApi, ShipmentsApi, TrackingApi } from "./generated";

/** Quotes, buys and tracks: where the service is, and the token, come from the command line. */
async function main(basePath: string, accessToken: string) {
  const configuration = new Configuration({ basePath, accessToken });

  const { quotes } = await new QuotesApi(configuration).quoteRates({
    rateQuoteRequest: {
      origin: { zip: "10001", country: "US" },
      destination: { zip: "90210", country: "US" },
      packages: [{ weightOz: 32, dimensions: { length: 12, width: 8, height: 6 } }],
    },
  });
  const cheapest = quotes.find((quote) => quote.cheapest)!;

  const shipment = await new ShipmentsApi(configuration).createShipment({
    idempotencyKey: randomUUID(),
    createShipmentRequest: {
      quoteId: cheapest.quoteId!,
      origin: {
        name: "Vantage DC 3", phone: "2125550100",
        street1: "1 Main St", city: "New York", state: "NY", zip: "10001", country: "US",
      },
      destination: {
        name: "Jane Doe", phone: "3105550100",
        street1: "9 Elm Dr", city: "Beverly Hills", state: "CA", zip: "90210", country: "US",
      },
    },
  });

  const tracking = await new TrackingApi(configuration).trackShipment({ shipmentId: shipment.shipmentId });
  console.log(`${shipment.carrier} ${shipment.shipmentId} ${shipment.status} ${tracking.status}`);
}

const [basePath, accessToken] = process.argv.slice(2);
main(basePath!, accessToken!);
