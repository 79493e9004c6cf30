package dev.quorate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is not modelled, a line each; every report says it. */
final class NotModelled {

    private NotModelled() {}

    static List<String> lines() {
        try (InputStream in = NotModelled.class.getResourceAsStream("not-modelled.txt")) {
            if (in == null) {
                throw new IllegalStateException("not-modelled.txt is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
