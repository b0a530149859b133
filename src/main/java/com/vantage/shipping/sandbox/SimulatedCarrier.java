package com.vantage.shipping.sandbox;

import static com.github.tomakehurst.wiremock.common.Metadata.metadata;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.ClasspathFileSource;
import com.github.tomakehurst.wiremock.common.Metadata;
import com.github.tomakehurst.wiremock.common.Slf4jNotifier;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.global.GlobalSettings;
import com.github.tomakehurst.wiremock.http.DelayDistribution;
import com.github.tomakehurst.wiremock.http.LogNormal;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.matching.CustomMatcherDefinition;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.matching.RequestPattern;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A simulated carrier API with the real wire format on a loopback port: a WireMock server with the stubs in the
 * carrier's folder, which check credentials and tokens. Subclasses compute the replies that depend on the request;
 * faults and fixed replies are stubs of higher priority. WireMock's admin API is at {@code /__admin}.
 */
public abstract class SimulatedCarrier {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String STUBS = "com/vantage/shipping/sandbox/";
    private static final int THREADS = 20;
    private static final long IDLE_MILLIS = Duration.ofMinutes(10).toMillis();
    /** The 99th percentile of the standard normal distribution. */
    private static final double Z99 = 2.3263478740408408;

    private static final String FAULT = "fault";
    private static final int FAULT_PRIORITY = 1;
    private static final String REPLY = "reply";
    private static final int MATCHING_REPLY_PRIORITY = 2;
    private static final int REPLY_PRIORITY = 3;

    static {
        // WireMock's Jetty otherwise ends delays of more than 30 s with a 500
        System.setProperty("wiremock.org.eclipse.jetty.server.HttpChannelState.DEFAULT_TIMEOUT", "0");
    }

    private final String code;
    private final ComputedReplies computedReplies = new ComputedReplies();
    private final ReplyVariantTransformer variants = new ReplyVariantTransformer();
    private final AccessTokens tokens = new AccessTokens();
    private final ConnectionCounter connections = new ConnectionCounter();
    private final ReceivedRequests received = new ReceivedRequests(this::operation);
    private List<StubMapping> operations = List.of();
    private @Nullable WireMockServer server;

    SimulatedCarrier(String code) {
        this.code = code;
    }

    // For tests and the control API

    public String code() {
        return code;
    }

    public void fail(Operation operation, Fault fault) {
        fail(operation, fault, Duration.ofSeconds(5));
    }

    /** @param duration delay or Retry-After; ignored by other faults */
    void fail(Operation operation, Fault fault, Duration duration) {
        List<StubMapping> previous = stubs(operation, FAULT);
        Metadata metadata = metadata()
                .attr(Operation.METADATA, operation.code())
                .attr(FAULT, fault.describe(duration))
                .build();
        if (fault.changesNormalReply()) {
            // Of stubs with equal priority the last one added is tried first
            normalStubs(operation)
                    .reversed()
                    .forEach(normal ->
                            add(normal.getRequest(), fault.response(normal, duration), FAULT_PRIORITY, metadata));
        } else {
            ownStubs(operation)
                    .forEach(stub ->
                            add(withoutTokenCheck(stub), fault.response(stub, duration), FAULT_PRIORITY, metadata));
        }
        previous.forEach(server()::removeStub);
    }

    public void heal() {
        stubs(FAULT).forEach(server()::removeStub);
    }

    void heal(Operation operation) {
        stubs(operation, FAULT).forEach(server()::removeStub);
    }

    /** Current faults, described for the control API. */
    Map<Operation, Metadata> faults() {
        Map<Operation, Metadata> faults = new EnumMap<>(Operation.class);
        stubs(FAULT)
                .forEach(stub -> faults.put(
                        Operation.of(stub.getMetadata()), stub.getMetadata().getMetadata(FAULT)));
        return faults;
    }

    /**
     * Sets a fixed reply.
     *
     * @param matching text that the URL or body of a request must contain, such as a tracking number; empty for all other
     * requests
     */
    void setReply(Operation operation, String matching, SimulatedResponse reply) {
        Metadata metadata = metadata()
                .attr(Operation.METADATA, operation.code())
                .attr(REPLY, matching)
                .build();
        int priority = matching.isEmpty() ? REPLY_PRIORITY : MATCHING_REPLY_PRIORITY;
        ResponseDefinition response = reply.toDefinition(ResponseDefinition.ok());
        ownStubs(operation)
                .forEach(stub -> add(
                        RequestPatternBuilder.like(withoutTokenCheck(stub))
                                .andMatching(request -> MatchResult.of(contains(request, matching)))
                                .build(),
                        response,
                        priority,
                        metadata));
        reapplyFault(operation);
    }

    /** Removes all fixed replies. */
    void removeReplies() {
        stubs(REPLY).forEach(server()::removeStub);
        faults().keySet().forEach(this::reapplyFault);
    }

    ReplyVariantTransformer variants() {
        return variants;
    }

    /** Number of requests, including those with faults, since the start or the last {@link #forgetRequests}. */
    public int count(Operation operation) {
        return received.count(operation);
    }

    /** Received requests, oldest first. */
    public List<ReceivedRequest> received() {
        return received.latest();
    }

    public List<ReceivedRequest> received(Operation operation) {
        return received().stream()
                .filter(request -> request.operation() == operation)
                .toList();
    }

    public void forgetRequests() {
        received.forget();
    }

    /** Number of open TCP connections. */
    public int openConnections() {
        return connections.count();
    }

    /** Sets the latency of all operations except tokens: lognormal, by median and 99th percentile in milliseconds. */
    public void setLatency(double p50, double p99) {
        setDelay(new LogNormal(p50, Math.log(p99 / p50) / Z99));
    }

    public void removeLatency() {
        setDelay(null);
    }

    /** Revokes all granted tokens. */
    public void revokeTokens() {
        tokens.revoke();
    }

    public String url() {
        return "http://" + LOOPBACK + ":" + server().port();
    }

    /** @param port 0 for any free port */
    void start(int port) {
        WireMockServer created = new WireMockServer(options()
                .bindAddress(LOOPBACK)
                .port(port)
                .containerThreads(THREADS)
                .jettyAcceptors(1)
                .jettyIdleTimeout(IDLE_MILLIS)
                .jettyStopTimeout(1L)
                .http2PlainDisabled(true)
                // Delays do not occupy a thread
                .asynchronousResponseEnabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.BODY_FILE)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .notifier(new Slf4jNotifier(false))
                .networkTrafficListener(connections)
                .fileSource(new ClasspathFileSource(SimulatedCarrier.class, STUBS + code))
                .extensions(computedReplies, variants, new BodyTruncator(), tokens, received));
        created.start();
        server = created;
        operations = created.getStubMappings().stream()
                .filter(stub -> has(stub, Operation.METADATA))
                .toList();
    }

    void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    // For subclasses

    /** @param name of the function in stubs */
    void addReply(String name, Function<SimulatedRequest, SimulatedResponse> reply) {
        computedReplies.put(name, reply);
    }

    /** Adds a variant that can be switched on. */
    void addVariant(ReplyVariant variant) {
        variants.add(variant);
    }

    String newToken() {
        return tokens.create();
    }

    String newPaymentToken() {
        return tokens.createPayment();
    }

    private void setDelay(@Nullable DelayDistribution distribution) {
        server().updateGlobalSettings(
                        GlobalSettings.builder().delayDistribution(distribution).build());
    }

    private WireMockServer server() {
        WireMockServer running = server;
        if (running == null) {
            throw new IllegalStateException("simulated " + code + " is not started");
        }
        return running;
    }

    private void add(RequestPattern request, ResponseDefinition response, int priority, Metadata metadata) {
        StubMapping stub = new StubMapping(request, response);
        stub.setPriority(priority);
        stub.setMetadata(metadata);
        server().addStubMapping(stub);
    }

    /** The stub's URL pattern without its token check. */
    private static RequestPattern withoutTokenCheck(StubMapping stub) {
        return RequestPatternBuilder.like(stub.getRequest())
                .andMatching((CustomMatcherDefinition) null)
                .build();
    }

    /** Recreates a fault that changes normal replies, from the current ones. */
    private void reapplyFault(Operation operation) {
        Metadata description = faults().get(operation);
        if (description != null) {
            Fault fault = Fault.of(description.getString(FAULT));
            if (fault.changesNormalReply()) {
                fail(operation, fault, Duration.ofMillis(description.getInt("ms", 0)));
            }
        }
    }

    private static boolean contains(Request request, String text) {
        return request.getUrl().contains(text) || request.getBodyAsString().contains(text);
    }

    private List<StubMapping> ownStubs(Operation operation) {
        return operations.stream()
                .filter(stub -> Operation.of(stub.getMetadata()) == operation)
                .toList();
    }

    private List<StubMapping> normalStubs(Operation operation) {
        return stubs(Operation.METADATA).stream()
                .filter(stub -> Operation.of(stub.getMetadata()) == operation && !has(stub, FAULT))
                .toList();
    }

    private List<StubMapping> stubs(Operation operation, String attribute) {
        return stubs(attribute).stream()
                .filter(stub -> Operation.of(stub.getMetadata()) == operation)
                .toList();
    }

    /** In the order in which WireMock tries them. */
    private List<StubMapping> stubs(String attribute) {
        return server().getStubMappings().stream()
                .filter(stub -> has(stub, attribute))
                .toList();
    }

    private static boolean has(StubMapping stub, String attribute) {
        return stub.getMetadata() != null && stub.getMetadata().containsKey(attribute);
    }

    private Optional<Operation> operation(ServeEvent event) {
        StubMapping stub = event.getStubMapping();
        return has(stub, Operation.METADATA)
                ? Optional.of(Operation.of(stub.getMetadata()))
                : operations.stream()
                        .filter(each -> withoutTokenCheck(each)
                                .match(event.getRequest())
                                .isExactMatch())
                        .findFirst()
                        .map(each -> Operation.of(each.getMetadata()));
    }
}
