package com.vantage.shipping.webhook;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Which URLs and addresses deliveries may be sent to. A host name is resolved once for each attempt, and the connection
 * goes to the address that was checked, so that a name cannot lead elsewhere in between (DNS rebinding).
 */
@ApplicationScoped
class WebhookUrlPolicy {
    private static final String HTTPS = "https";
    private static final int HTTPS_PORT = 443;

    private final boolean allowLoopback;
    private final Resolver resolver;

    /** A thread for each look-up: one whose DNS server does not respond must not delay others. */
    private final Executor lookups = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("webhook-dns-", 0).factory());

    /** Resolves a host name. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The host has addresses, none of which may be connected to. */
    static final class ForbiddenAddressException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String host) {
            super(host + " has no public address", null, false, false);
        }
    }

    @Inject
    WebhookUrlPolicy(WebhookConfig config) {
        this(config.allowLoopback(), InetAddress::getAllByName);
    }

    WebhookUrlPolicy(boolean allowLoopback, Resolver resolver) {
        this.allowLoopback = allowLoopback;
        this.resolver = resolver;
    }

    /** What is wrong with the URL of an endpoint; empty if nothing is. Host names are not resolved. */
    Optional<String> problem(String url) {
        Optional<URI> parsed = parse(url);
        if (parsed.isEmpty()) {
            return Optional.of("must be a URL such as https://shop.example/webhooks");
        }
        URI uri = parsed.get();
        if (!isSchemeAllowed(uri)) {
            return Optional.of("must begin with https://");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            return Optional.of("must have neither user name nor fragment");
        }
        if (!allowLoopback && uri.getPort() >= 0 && uri.getPort() != HTTPS_PORT) {
            return Optional.of("must have the port 443, or none");
        }
        return literal(uri.getHost())
                .filter(address -> !isAllowed(address))
                .map(address -> "must have a host name or a public address");
    }

    /** Fails with {@link ForbiddenAddressException} or {@link UnknownHostException} if there is no address to connect to. */
    Uni<InetAddress> resolve(String host) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> Stream.of(resolver.resolve(host))
                        .filter(this::isAllowed)
                        .findFirst()
                        .orElseThrow(() -> new ForbiddenAddressException(host))))
                .runSubscriptionOn(lookups);
    }

    private boolean isAllowed(InetAddress address) {
        return PublicAddressCheck.isPublic(address) || (allowLoopback && address.isLoopbackAddress());
    }

    private boolean isSchemeAllowed(URI uri) {
        return HTTPS.equalsIgnoreCase(uri.getScheme()) || (allowLoopback && "http".equalsIgnoreCase(uri.getScheme()));
    }

    private static Optional<URI> parse(String url) {
        try {
            return Optional.of(new URI(url)).filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Empty for a host name. */
    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException notALiteral) {
            return Optional.empty();
        }
    }
}
