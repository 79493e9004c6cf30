package dev.quorate.model.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EtcdClusterTest {

    private final EtcdLab etcd = new EtcdLab(7, 3, "3.5.16").startAll();

    @Test
    void electsOneLeaderAndServesWritesAtEveryMember() {
        etcd.lab.runFor(Duration.ofSeconds(4));
        assertThat(etcd.leader()).isPresent();
        for (String member : etcd.names()) {
            assertThat(etcd.put(member, "/a/" + member, member)).isInstanceOf(EtcdClientMessage.PutResponse.class);
        }
        for (String member : etcd.names()) {
            var response = (EtcdClientMessage.RangeResponse) etcd.get(member, "/a/m1", false);
            assertThat(response.kvs()).hasSize(1);
        }
        etcd.lab.runFor(Duration.ofSeconds(1));
        assertThat(etcd.machine("m1").content()).isEqualTo(etcd.machine("m2").content());
    }
}
