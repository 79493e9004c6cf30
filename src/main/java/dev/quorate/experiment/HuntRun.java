package dev.quorate.experiment;

import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a hunt keeps of one run.
 *
 * @param number from 0
 * @param kinds kinds of faults that its plan had
 * @param injected those whose targets and triggers came
 * @param broken hunted rules that it broke, each with the microseconds that it was broken for
 * @param judged hunted rules that it answered
 * @param marks what it showed of what runs are to show sometimes
 * @param crash the bug of ours that ended it; empty for none
 */
record HuntRun(
        int number,
        SortedSet<String> kinds,
        SortedSet<String> injected,
        SortedMap<String, Long> broken,
        SortedSet<String> judged,
        SortedSet<String> marks,
        String crash) {}
