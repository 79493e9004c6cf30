package dev.quorate.cli;

import picocli.CommandLine.Option;

/** Options of every verb that prints. */
final class OutputOptions {

    /** When to colour. */
    enum Colour {
        auto,
        always,
        never
    }

    @Option(names = "--json", description = "Print JSON on stdout.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Colour: ${COMPLETION-CANDIDATES}; auto heeds NO_COLOR and TERM=dumb. Default: auto.")
    private Colour colour = Colour.auto;

    boolean isJson() {
        return json;
    }

    boolean isColoured(Console console) {
        return colour == Colour.always || (colour == Colour.auto && console.wantsColour());
    }
}
