package dev.quorate.model.pacemaker.fencer;

import dev.quorate.model.Message;

/** {@code sbd} to the kernel's watchdog device: I live. */
record WatchdogMessage() implements Message {}
