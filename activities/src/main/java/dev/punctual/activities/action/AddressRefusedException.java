package dev.punctual.activities.action;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A host has an address that may not be called. */
final class AddressRefusedException extends UnknownHostException {
    AddressRefusedException(String host, InetAddress address, String reason) {
        super("'%s' has the address %s, which is %s and so not called; allow it by %s if it is meant"
                .formatted(host, address.getHostAddress(), reason, AddressRules.SETTING));
    }
}
