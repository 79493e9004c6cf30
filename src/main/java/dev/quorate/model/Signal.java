package dev.quorate.model;

/** POSIX signals that matter here. */
public enum Signal {
    HUP(1),
    INT(2),
    ABRT(6),
    KILL(9),
    TERM(15),
    CONT(18),
    STOP(19);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
