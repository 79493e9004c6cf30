package dev.quorate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceFileTest {

    private static final String ODD = "<script>\"\\\u0007 \u00e9 \u2028 \ud83d\ude00 \ud800 end";

    @Test
    void everyKindOfEventSurvivesTheFile() throws IOException {
        Traces traces = new Traces().at(-1.5).on("k8s-master01", "etcd");
        for (EventKinds.Kind kind : EventKinds.all()) {
            List<Object> values = new ArrayList<>();
            for (EventKinds.Field field : kind.fields()) {
                values.add(sample(field.type()));
            }
            traces.because(kind.make(values.toArray()), List.of("cluster.corosync.totem.token"), 1, 2);
        }
        Trace trace = traces.trace();
        String text = written(trace);
        assertThat(TraceReader.read("here", new StringReader(text))).isEqualTo(trace);
        assertThat(text.lines()).hasSize(trace.records().size() + 1);
    }

    @Test
    void aLineHoldsItsFieldsInAFixedOrder() throws IOException {
        Trace trace = new Traces()
                .at(17.251)
                .on("k8s-master01")
                .then(new NetworkEvent.VipAcquired("192.168.15.200"), 7)
                .trace();
        assertThat(written(trace))
                .isEqualTo("{\"schema\":\"quorate-trace/1\",\"title\":\"by hand\",\"seed\":1}\n"
                        + "{\"seq\":1,\"t\":17251000,\"host\":\"k8s-master01\",\"component\":\"\",\"kind\":\"VipAcquired\","
                        + "\"fields\":{\"vip\":\"192.168.15.200\"},\"causes\":[7],\"because\":[]}\n");
    }

    @Test
    void theHashIsTheFilesOwn() throws Exception {
        Trace trace = new Traces()
                .on("a")
                .then(new HostEvent.HostPoweredOff())
                .then(new ClientEvent.ErrorSeen(ODD, ODD))
                .trace();
        byte[] bytes = written(trace).getBytes(StandardCharsets.UTF_8);
        String sha =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(trace.feed(new TraceHash(trace.header())).hex()).isEqualTo(sha);
    }

    @Test
    void aBrokenFileSaysWhereItIsBroken() {
        assertThatThrownBy(() -> TraceReader.read("x", new StringReader("")))
                .hasMessage("x:1: is empty; a trace begins with its schema");
        assertThatThrownBy(() -> TraceReader.read("x", new StringReader("{\"schema\":\"other/9\"}")))
                .hasMessage("x:1: has schema 'other/9'; this version reads quorate-trace/1");
        String head = "{\"schema\":\"quorate-trace/1\",\"title\":\"t\",\"seed\":1}\n";
        assertThatThrownBy(
                        () -> TraceReader.read("x", new StringReader(head + "{\"seq\":1,\"t\":0,\"kind\":\"Nope\"}")))
                .hasMessageContaining("x:2: unknown kind of event 'Nope'");
        assertThatThrownBy(() -> TraceReader.read("x", new StringReader(head + "{\"seq\":1,\"t\":0,\"ki")))
                .hasMessageContaining("x:2: is cut short or no JSON");
        assertThatThrownBy(() -> TraceReader.read(
                        "x", new StringReader(head + "{\"seq\":1,\"t\":0,\"kind\":\"VipAcquired\",\"fields\":{}}")))
                .hasMessage("x:2: VipAcquired lacks the field 'vip'");
        assertThatThrownBy(() -> TraceReader.read(
                        "x",
                        new StringReader(
                                head + "{\"seq\":1,\"t\":0,\"kind\":\"VipAcquired\",\"fields\":{\"vop\":\"1\"}}")))
                .hasMessage("x:2: VipAcquired has no field 'vop'");
    }

    private static String written(Trace trace) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceWriter writer = new TraceWriter(out, trace.header())) {
            trace.feed(writer);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Object sample(Class<?> type) {
        if (type == String.class) {
            return ODD;
        }
        if (type == long.class) {
            return -5_000_000_000L;
        }
        if (type == int.class) {
            return 42;
        }
        if (type == boolean.class) {
            return true;
        }
        return List.of("a", ODD);
    }
}
