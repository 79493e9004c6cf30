package dev.quorate.report;

import dev.quorate.time.SimTime;
import java.util.List;

/**
 * One row of a picture: what somebody was, from when to when.
 *
 * @param group what the row belongs to: {@code kube-scheduler}, {@code VIP 192.168.15.200}
 * @param label who: a host, mostly
 * @param segments its states in order of time, not overlapping; nothing stands where it was idle
 */
public record Lane(String group, String label, List<Segment> segments) {

    public Lane {
        segments = List.copyOf(segments);
    }

    /** One state of a row. */
    public record Segment(SimTime from, SimTime to, Look look, String words) {}

    /** How a state looks: one meaning, one letter, one colour, one pattern, everywhere. */
    public enum Look {
        ACTS('=', '\u2588', "acts as leader, holds"),
        SYNCS('-', '\u2593', "leads, its caches not synced yet"),
        BELIEVES('#', '\u2592', "acts, lease lost"),
        PAUSED('p', 'p', "paused"),
        FROZEN('z', 'z', "frozen"),
        DOWN('.', '\u00b7', "down"),
        FENCED('x', 'x', "fenced"),
        WARNING('!', '!', "without quorum, failed, cut off"),
        CHANGING('~', '~', "starting, stopping, electing"),
        QUIET(' ', ' ', "idle");

        private final char ascii;
        private final char drawn;
        private final String meaning;

        Look(char ascii, char drawn, String meaning) {
            this.ascii = ascii;
            this.drawn = drawn;
            this.meaning = meaning;
        }

        /** The character that stands for it on a terminal. */
        public char glyph(boolean unicode) {
            return unicode ? drawn : ascii;
        }

        public String meaning() {
            return meaning;
        }

        /** What it means in lanes of that kind. */
        public String meaning(Lanes.Kind kind) {
            return switch (this) {
                case ACTS -> kind.active();
                case WARNING -> kind.wrong();
                case CHANGING ->
                    kind == Lanes.Kind.ETCD ? "candidate, or its host boots" : "starting, stopping, booting";
                case FROZEN -> kind == Lanes.Kind.VIPS ? "frozen: does not answer" : meaning;
                default -> meaning;
            };
        }
    }
}
