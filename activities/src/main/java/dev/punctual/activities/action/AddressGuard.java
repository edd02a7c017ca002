package dev.punctual.activities.action;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides which addresses a task may call, so that nobody reaches the operator's inner network through the scheduler. Refused is
 * what is not part of the public internet, also in the disguise of an IPv6 form of an IPv4 address; the operator's rules allow
 * exceptions. Pure: asks no name server.
 */
public final class AddressGuard {
    private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

    /** The first match names the reason. */
    private static final List<Special> SPECIAL = List.of(
            new Special("169.254.169.254", "a cloud's metadata service"),
            new Special("168.63.129.16", "a cloud's metadata service"),
            new Special("100.100.100.200", "a cloud's metadata service"),
            new Special("fd00:ec2::254", "a cloud's metadata service"),
            new Special("fd20:ce::254", "a cloud's metadata service"),
            new Special("0.0.0.0/8", "unspecified"),
            new Special("10.0.0.0/8", "private"),
            new Special("100.64.0.0/10", "shared by a carrier's NAT"),
            new Special("127.0.0.0/8", "loopback"),
            new Special("169.254.0.0/16", "link-local"),
            new Special("172.16.0.0/12", "private"),
            new Special("192.0.0.0/24", "reserved for protocols"),
            new Special("192.0.2.0/24", "for documentation"),
            new Special("192.88.99.0/24", "a 6to4 relay"),
            new Special("192.168.0.0/16", "private"),
            new Special("198.18.0.0/15", "for benchmarks"),
            new Special("198.51.100.0/24", "for documentation"),
            new Special("203.0.113.0/24", "for documentation"),
            new Special("224.0.0.0/4", "multicast"),
            new Special("240.0.0.0/4", "reserved"),
            new Special("::/128", "unspecified"),
            new Special("::1/128", "loopback"),
            new Special("::/96", "an IPv4-compatible form"),
            new Special("64:ff9b:1::/48", "a local NAT64 form"),
            new Special("100::/64", "discarded"),
            new Special("2001::/23", "reserved for protocols"),
            new Special("2001:db8::/32", "for documentation"),
            new Special("3fff::/20", "for documentation"),
            new Special("fc00::/7", "private"),
            new Special("fe80::/10", "link-local"),
            new Special("fec0::/10", "site-local"),
            new Special("ff00::/8", "multicast"));

    private final List<AddressRange> allowed;

    public AddressGuard(AddressRules rules) {
        allowed = rules.allowed().stream().map(AddressRange::parse).toList();
    }

    /** Why this address may not be called, as the end of the sentence "it is …"; empty when it may. */
    public Optional<String> refusal(InetAddress address) {
        for (AddressRange range : allowed) {
            if (range.contains(address)) {
                return Optional.empty();
            }
        }
        if (NAT64.contains(address)) {
            return refusal(embedded(address, 12)).map("the NAT64 form of an address that is "::concat);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return refusal(embedded(address, 2)).map("the 6to4 form of an address that is "::concat);
        }
        for (Special special : SPECIAL) {
            if (special.range.contains(address)) {
                return Optional.of(special.what);
            }
        }
        if (address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)) {
            return Optional.of("not part of the public internet");
        }
        return Optional.empty();
    }

    private static InetAddress embedded(InetAddress address, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), offset, offset + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    private record Special(AddressRange range, String what) {
        Special(String block, String what) {
            this(AddressRange.parse(block), what);
        }
    }
}
