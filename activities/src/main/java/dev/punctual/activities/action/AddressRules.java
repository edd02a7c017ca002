package dev.punctual.activities.action;

import java.util.List;

/**
 * What the operator allows beyond the public internet.
 *
 * @param allowed blocks of addresses in CIDR notation that may be called although they are refused otherwise, such as {@code
 *     10.20.0.0/16} or {@code ::1/128}; an address alone is a block of one
 */
public record AddressRules(List<String> allowed) {
    /** The setting that fills {@link #allowed}. */
    public static final String SETTING = "punctual.http.allowed-addresses";

    /** @throws IllegalArgumentException when one is not a block of addresses */
    public AddressRules {
        allowed = List.copyOf(allowed);
        for (String block : allowed) {
            try {
                AddressRange.parse(block);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(SETTING + ": " + e.getMessage(), e);
            }
        }
    }

    /** Public addresses only. */
    public static AddressRules publicOnly() {
        return new AddressRules(List.of());
    }
}
