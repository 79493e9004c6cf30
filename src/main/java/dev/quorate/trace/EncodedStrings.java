package dev.quorate.trace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of strings that were encoded lately: a cache of fixed size in which a newer string drives an older out. */
final class EncodedStrings {

    private static final int SLOTS = 256;

    /** Longer texts seldom come twice. */
    private static final int LONGEST = 80;

    private final String[] texts = new String[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];

    EncodedStrings() {
        Arrays.fill(texts, "");
    }

    /** The bytes of that text if they are here; not to be changed. */
    byte @Nullable [] find(String text) {
        int slot = slot(text);
        // the very same string mostly; an equal one is as good
        return text.equals(texts[slot]) ? encoded[slot] : null;
    }

    /** Keep what a text became. */
    void keep(String text, byte[] buffer, int begin, int end) {
        if (text.length() <= LONGEST) {
            int slot = slot(text);
            texts[slot] = text;
            encoded[slot] = Arrays.copyOfRange(buffer, begin, end);
        }
    }

    private static int slot(String text) {
        int hash = text.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
