package dev.quorate.model.corosync;

import dev.quorate.model.Effects;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.corosync.CorosyncIpc.CpgConfigurationChanged;
import dev.quorate.model.corosync.CorosyncIpc.CpgDelivered;
import dev.quorate.model.corosync.CorosyncIpc.CpgJoin;
import dev.quorate.model.corosync.CorosyncIpc.CpgMulticast;
import dev.quorate.model.corosync.CorosyncIpc.QuorumNotification;
import dev.quorate.model.corosync.CorosyncIpc.QuorumTrackStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client that joins a group, says something now and then, and writes down what it hears. */
final class Talker implements Machine {

    /** What a talker says. */
    record Word(String host, int number) implements Message {}

    private final Duration every;
    private final List<String> heard = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private int said;

    /** Says a word every so often; never when that is zero. */
    Talker(Duration every) {
        this.every = every;
    }

    /** Everything heard, in order: {@code n1:4}, {@code + n2 = n1 n2}, {@code - n2 = n1}, {@code quorate n1 n2}. */
    List<String> heard() {
        return heard;
    }

    /** The words heard, in order. */
    List<Word> words() {
        return words;
    }

    @Override
    public void onStart(Effects effects) {
        effects.tell("corosync", new CpgJoin("talk"));
        effects.tell("corosync", new QuorumTrackStart());
        if (!every.isZero()) {
            effects.setTimer(Timer.of("say"), every);
        }
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        say(effects);
        effects.setTimer(Timer.of("say"), every);
    }

    private void say(Effects effects) {
        effects.tell("corosync", new CpgMulticast("talk", new Word(effects.host(), ++said)));
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof CpgDelivered delivered && delivered.payload() instanceof Word word) {
            words.add(word);
            heard.add(word.host() + ":" + word.number());
        } else if (message instanceof CpgConfigurationChanged changed) {
            changed.left().forEach(m -> heard.add("- " + m.host() + " = " + hosts(changed.members())));
            changed.joined().forEach(m -> heard.add("+ " + m.host() + " = " + hosts(changed.members())));
        } else if (message instanceof QuorumNotification quorum) {
            heard.add((quorum.quorate() ? "quorate " : "inquorate ") + String.join(" ", quorum.members()));
        }
    }

    @Override
    public void onLocalLost(String peer, Effects effects) {
        heard.add("lost " + peer);
        effects.exit(1);
    }

    private static String hosts(List<CorosyncIpc.CpgMember> members) {
        return String.join(
                " ", members.stream().map(CorosyncIpc.CpgMember::host).toList());
    }
}
