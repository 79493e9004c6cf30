package dev.quorate.simulation.host;

import dev.quorate.trace.EventId;
import java.util.List;

/** An input with its last recorded ancestors, as it lies in a process's mailbox. */
record Envelope(Input input, List<EventId> causes) {}
