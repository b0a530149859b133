package com.vantage.shipping.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells public addresses from those that only reach the service's own networks (IANA's registries of special-purpose
 * addresses). Java reads IPv4-mapped IPv6 addresses as IPv4.
 */
final class PublicAddressCheck {
    private static final List<Network> SPECIAL_IPV4 = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    // Multicast, reserved and broadcast
                    "224.0.0.0/3")
            .map(Network::of)
            .toList();

    /** Everything else is loopback, link-local, private, multicast, reserved or a translation to IPv4. */
    private static final Network GLOBAL_IPV6 = Network.of("2000::/3");

    /** Teredo and other protocols, documentation, and 6to4, which contains IPv4 addresses. */
    private static final List<Network> SPECIAL_IPV6 = Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
            .map(Network::of)
            .toList();

    private record Network(InetAddress base, int prefix) {
        static Network of(String cidr) {
            String[] parts = cidr.split("/", -1);
            return new Network(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            byte[] expected = base.getAddress();
            int whole = prefix / Byte.SIZE;
            int rest = Byte.SIZE - prefix % Byte.SIZE;
            return Arrays.equals(bytes, 0, whole, expected, 0, whole)
                    && (rest == Byte.SIZE || (bytes[whole] & 0xFF) >> rest == (expected[whole] & 0xFF) >> rest);
        }
    }

    private PublicAddressCheck() {}

    static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? SPECIAL_IPV4.stream().noneMatch(network -> network.contains(address))
                : GLOBAL_IPV6.contains(address)
                        && SPECIAL_IPV6.stream().noneMatch(network -> network.contains(address));
    }
}
