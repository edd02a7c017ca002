package dev.punctual.activities.action;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** A block of IP addresses in CIDR notation, such as {@code 10.0.0.0/8}; an address alone is a block of one. */
final class AddressRange {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private final byte[] base;
    private final int prefix;

    private AddressRange(byte[] base, int prefix) {
        this.base = base;
        this.prefix = prefix;
    }

    /**
     * Reads CIDR notation. Never asks a name server.
     *
     * @throws IllegalArgumentException when it is not a block of addresses
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] base = addressOf(slash < 0 ? text : text.substring(0, slash), text);
        int bits = base.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefixOf(text.substring(slash + 1), bits, text);
        AddressRange range = new AddressRange(base, prefix);
        for (int bit = prefix; bit < bits; bit++) {
            if ((base[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                throw invalid(text, "has bits set beyond its prefix; write the first address of the block");
            }
        }
        return range;
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != base.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != base[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || (bytes[whole] ^ base[whole]) >> (Byte.SIZE - rest) == 0;
    }

    private static byte[] addressOf(String literal, String text) {
        if (!LITERAL.matcher(literal).matches()) {
            throw invalid(text, "is not an IP address or block");
        }
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException e) {
            throw invalid(text, "is not an IP address or block");
        }
    }

    private static int prefixOf(String digits, int bits, String text) {
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > bits) {
            throw invalid(text, "needs a prefix of 0 to " + bits);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("'%s' %s, e.g. 10.0.0.0/8 or fd00::/8".formatted(text, why));
    }
}
