package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.time.RandomStream;

/** Names and uids that the apiserver makes up. */
final class Names {

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789"; // apimachinery util/rand

    private Names() {}

    static String uid(RandomStream random) {
        String hex = hex(random) + hex(random);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20, 32);
    }

    private static String hex(RandomStream random) {
        String digits = Long.toHexString(random.nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }

    static String suffix(RandomStream random) {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
