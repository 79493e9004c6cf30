package dev.quorate.simulation.network;

import dev.quorate.model.Endpoint;
import dev.quorate.model.Message;
import dev.quorate.simulation.recording.Recorder;
import dev.quorate.time.SimTime;
import dev.quorate.trace.EventId;
import dev.quorate.trace.MessageRecord;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every message and how it ended, from time zero on; there is none unless somebody asked for messages.
 *
 * <p>It draws nothing, schedules nothing and numbers nothing: the run goes on as it would without.
 */
public final class MessageTap {

    private final Network network;
    private final Recorder recorder;
    private final Consumer<MessageRecord> sink;

    public MessageTap(Network network, Recorder recorder, Consumer<MessageRecord> sink) {
        this.network = network;
        this.recorder = recorder;
        this.sink = sink;
    }

    void datagramLost(Station from, int fromPort, Endpoint to, @Nullable Route route, Message message) {
        Socket sender = from.datagramSocket(fromPort);
        tell(
                recorder.nowMicros(),
                from.name(),
                sender == null ? "" : sender.name(),
                route == null ? hostOf(from, to.address()) : route.target().name(),
                "",
                route == null ? "" : route.link().network(),
                to.port(),
                message,
                route == null ? "nobody answers for " + to.address() : "lost on the way",
                recorder.current());
    }

    void datagram(
            long sentMicros,
            Endpoint source,
            Endpoint to,
            Route route,
            Station sender,
            @Nullable Socket receiver,
            Message message,
            List<EventId> causes) {
        Socket socket = sender.datagramSocket(source.port());
        tell(
                sentMicros,
                sender.name(),
                socket == null ? "" : socket.name(),
                route.target().name(),
                receiver == null ? "" : receiver.name(),
                route.link().network(),
                to.port(),
                message,
                receiver == null ? "nobody took it" : "",
                causes);
    }

    void delivered(long sentMicros, TcpEnd from, TcpEnd to, String network, Message message, List<EventId> causes) {
        tell(
                sentMicros,
                from.station().name(),
                from.owner().name(),
                to.station().name(),
                to.owner().name(),
                network,
                from.remote().port(),
                message,
                "",
                causes);
    }

    void neverDelivered(long sentMicros, TcpEnd from, Message message, List<EventId> causes) {
        tell(
                sentMicros,
                from.station().name(),
                from.owner().name(),
                hostOf(from.station(), from.remote().address()),
                "",
                "",
                from.remote().port(),
                message,
                "the connection ended before it was delivered",
                causes);
    }

    private String hostOf(Station from, String address) {
        return network.hostsNamed(from, List.of(address)).get(0);
    }

    private void tell(
            long sentMicros,
            String fromHost,
            String fromComponent,
            String toHost,
            String toComponent,
            String network,
            int port,
            Message message,
            String lost,
            List<EventId> causes) {
        long now = recorder.nowMicros();
        if (now >= 0) {
            sink.accept(new MessageRecord(
                    new SimTime(sentMicros),
                    new SimTime(now),
                    fromHost,
                    fromComponent,
                    toHost,
                    toComponent,
                    network,
                    port,
                    message.summary(),
                    lost,
                    causes));
        }
    }
}
