package dev.quorate.scenario;

import java.util.regex.Pattern;

/** The form of an IPv4 address. */
final class Addresses {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FORM = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    private Addresses() {}

    static void require(String address) {
        if (!FORM.matcher(address).matches()) {
            throw new IllegalArgumentException("'" + address + "' is no IPv4 address, as 192.168.15.200 is");
        }
    }
}
