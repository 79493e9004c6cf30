package dev.quorate.model;

/** What a power switch does. */
public enum PowerAction {
    OFF,
    ON,
    /** Off, and on again a little later. */
    REBOOT
}
