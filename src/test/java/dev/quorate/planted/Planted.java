package dev.quorate.planted;

/** Which planted bug is switched on, in this world of classes. */
public final class Planted {

    private static volatile String on = "";

    private Planted() {}

    /** Asked by the changed lines. */
    public static boolean is(String bug) {
        return on.equals(bug);
    }

    static void grow(String bug) {
        on = bug;
    }
}
