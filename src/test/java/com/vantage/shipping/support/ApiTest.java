package com.vantage.shipping.support;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.vantage.shipping.carrier.Carriers;
import com.vantage.shipping.carrier.GuardedCarrier;
import com.vantage.shipping.carrier.Outcome.Answered;
import com.vantage.shipping.carrier.SampleRequests;
import com.vantage.shipping.carrier.resilience.CircuitStatus;
import com.vantage.shipping.openapi.OpenApiConformanceFilter;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;

/** Base of API tests: the sandbox and the reference requests. */
@WithTestResource(SandboxTestResource.class)
public abstract class ApiTest {
    public static final String ALL_SCOPES = "shipping:quote shipping:track shipping:ship";

    /** The first quote and the first purchase after a start take seconds, which are no test's own. */
    private static boolean isWarm;

    @Inject
    Carriers carriers;

    @Inject
    RedisDataSource limits;

    protected SandboxClient sandbox;
    protected StoreProxyClient stores;

    static {
        // Most conditions hold at once
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(50));
    }

    /** Resets all faults and quotas, closes all circuits and clears the received requests. */
    @BeforeEach
    void resetSandbox() {
        sandbox = new SandboxClient(ConfigProvider.getConfig().getValue("sandbox.desk", String.class));
        stores = new StoreProxyClient(ConfigProvider.getConfig().getValue("sandbox.cables", String.class));
        stores.restoreAll();
        sandbox.clearFaults();
        if (!isWarm) {
            isWarm = quote(referenceQuote()).extract().statusCode() == 200
                    && buy(purchase("UPS", "03")).extract().statusCode() == 201;
        }
        await().atMost(20, SECONDS).until(this::isEveryCarrierAnswering);
        sandbox.clearRecords();
    }

    protected RequestSpecification as(String scopes) {
        return withToken(sandbox.token(scopes));
    }

    protected RequestSpecification withToken(String token) {
        return given().filter(new OpenApiConformanceFilter())
                .config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.BIG_DECIMAL)))
                .contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + token);
    }

    protected ValidatableResponse quote(JsonObject request) {
        return as("shipping:quote")
                .header("X-Request-ID", "ship-rq-8a2b3c")
                .body(request.encode())
                .post("/api/v2/shipments/rate-quote")
                .then();
    }

    protected ValidatableResponse create(JsonObject request) {
        return buy(request);
    }

    /** Subclasses may add a key to {@link #create}, which is not for the first purchase after a start. */
    private ValidatableResponse buy(JsonObject request) {
        return as(ALL_SCOPES)
                .body(request.encode())
                .post("/api/v2/shipments/create")
                .then();
    }

    /** Two packages from New York to Beverly Hills, as in the reference system's log. */
    public static JsonObject referenceQuote() {
        return new JsonObject()
                .put("origin", place("10001"))
                .put("destination", place("90210"))
                .put("packages", new JsonArray().add(parcel(32, 12, 8, 6)).add(parcel(16, 8, 6, 4)))
                .put("service_types", new JsonArray(List.of("ground", "express", "overnight")));
    }

    public static JsonObject purchase(String carrier, String service) {
        return new JsonObject()
                .put("carrier", carrier)
                .put("service_code", service)
                .put("order_id", "ORD-55120")
                .put("customer_id", "cus_81")
                .put("origin", address("Vantage DC 3", "1 Main St", "New York", "NY", "10001"))
                .put("destination", address("Jane Doe", "9 Elm Dr", "Beverly Hills", "CA", "90210"))
                .put("packages", new JsonArray().add(parcel(32, 12, 8, 6).put("reference", "box 1")));
    }

    /** A pickup of two packages, on a day on which all carriers come. */
    public static JsonObject pickup(String carrier, String service) {
        LocalDate tuesday =
                LocalDate.now(ZoneId.of("America/New_York")).with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
        return new JsonObject()
                .put("carrier", carrier)
                .put("address", address("Vantage DC 3", "1 Main St", "New York", "NY", "10001"))
                .put("date", tuesday.toString())
                .put("ready_time", "09:00")
                .put("close_time", "17:00")
                .put(
                        "packages",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("service_code", service)
                                        .put("count", 2)))
                .put("total_weight_oz", 64);
    }

    public static JsonObject address(String name, String street, String city, String state, String zip) {
        return place(zip)
                .put("name", name)
                .put("phone", "2125550100")
                .put("street1", street)
                .put("city", city)
                .put("state", state);
    }

    /** An address that every carrier finds. */
    public static JsonObject postalAddress() {
        return place("90210")
                .put("street1", "9 Elm Dr")
                .put("city", "Beverly Hills")
                .put("state", "CA");
    }

    public static JsonObject place(String zip) {
        return new JsonObject().put("zip", zip).put("country", "US");
    }

    /** A shirt, as a carrier's customs declaration knows it. */
    public static JsonObject customs() {
        return new JsonObject()
                .put(
                        "items",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("description", "Cotton T-shirt")
                                        .put("quantity", 2)
                                        .put("unit_value", 12.5)
                                        .put("hs_code", "6109.10")
                                        .put("origin_country", "US")
                                        .put("weight_oz", 6)));
    }

    public static JsonObject parcel(int ounces, int length, int width, int height) {
        return new JsonObject()
                .put("weight_oz", ounces)
                .put(
                        "dimensions",
                        new JsonObject()
                                .put("length", length)
                                .put("width", width)
                                .put("height", height));
    }

    /** Forgets the calls that count against quotas, and until when carriers want no calls. */
    private void clearQuotas() {
        List<String> keys = limits.key().keys("{limits}:carrier:*");
        if (!keys.isEmpty()) {
            limits.key().del(keys.toArray(String[]::new));
        }
    }

    private boolean isEveryCarrierAnswering() {
        clearQuotas();
        return carriers.all().stream().allMatch(ApiTest::isAnswering);
    }

    /** Quotes, which is also the trial of an open circuit. */
    private static boolean isAnswering(GuardedCarrier carrier) {
        LocalDate today = LocalDate.now(ZoneId.of("America/New_York"));
        boolean isAnswered = carrier.quote(SampleRequests.rates(today, SampleRequests.parcel()), Duration.ofSeconds(10))
                        .await()
                        .atMost(Duration.ofSeconds(20))
                instanceof Answered;
        return isAnswered && requireNonNull(carrier.circuits().get("quote")).state() == CircuitStatus.State.CLOSED;
    }
}
