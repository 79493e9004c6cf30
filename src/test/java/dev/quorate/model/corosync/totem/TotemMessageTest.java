package dev.quorate.model.corosync.totem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorate.model.Message;
import dev.quorate.model.corosync.totem.TotemMessage.CommitToken;
import dev.quorate.model.corosync.totem.TotemMessage.JoinMessage;
import dev.quorate.model.corosync.totem.TotemMessage.Mcast;
import dev.quorate.model.corosync.totem.TotemMessage.OrfToken;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sequence diagram shows of Totem's messages. */
class TotemMessageTest {

    private static final RingId RING = new RingId(1, 13);

    /** Anything said. */
    private record Word() implements Message {}

    @Test
    void summariesSayWhichRingAndWho() {
        assertThat(new OrfToken(RING, 7, 1, 6, 0, false, 0, 0, List.of()).summary())
                .isEqualTo("token 1.d seq 7");
        assertThat(new Mcast(RING, 7, 2, new Word()).summary()).isEqualTo("mcast 1.d#7 Word");
        assertThat(new JoinMessage(1, List.of(1, 2), List.of(3), 12, false).summary())
                .isEqualTo("join proc [1, 2] failed [3]");
        assertThat(new JoinMessage(1, List.of(2), List.of(1), 12, true).summary())
                .isEqualTo("leave proc [2] failed [1]");
        assertThat(new CommitToken(RING, List.of(1, 2), List.of(), 0).summary()).isEqualTo("commit token 1.d [1, 2]");
    }
}
