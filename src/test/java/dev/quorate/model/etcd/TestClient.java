package dev.quorate.model.etcd;

import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.Timer;
import dev.quorate.model.etcd.EtcdClientMessage.Request;
import dev.quorate.model.etcd.EtcdClientMessage.Response;
import dev.quorate.time.SimTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A raw client of one member: sends what it is told and keeps every answer with its time. */
public final class TestClient implements Machine {

    /** What a test tells it to send. */
    public record Ask(Request request) implements Message {}

    /** An answer and when it came; null after the connection broke. */
    public record Answer(SimTime at, Response response) {}

    private final Endpoint to;
    private final Map<Long, SimTime> asked = new LinkedHashMap<>();
    private final Map<Long, Answer> answers = new LinkedHashMap<>();
    private final List<Response> all = new ArrayList<>();
    private final List<Request> unsent = new ArrayList<>();
    private ConnectionId connection;
    private boolean connected;

    public TestClient(String address) {
        to = new Endpoint(address, EtcdClientMessage.CLIENT_PORT);
    }

    public Map<Long, Answer> answers() {
        return answers;
    }

    public List<Response> all() {
        return all;
    }

    public SimTime askedAt(long id) {
        return asked.get(id);
    }

    @Override
    public void onStart(Effects effects) {
        connection = effects.connect(to);
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        Request request = ((Ask) message).request();
        asked.put(request.id(), effects.monotonic());
        if (connected) {
            effects.send(connection, request);
        } else {
            unsent.add(request);
        }
    }

    @Override
    public void onConnected(ConnectionId id, Effects effects) {
        connected = true;
        unsent.forEach(r -> effects.send(connection, r));
        unsent.clear();
    }

    @Override
    public void onDisconnected(ConnectionId id, ConnectionError error, Effects effects) {
        connected = false;
        effects.setTimer(Timer.of("reconnect"), java.time.Duration.ofMillis(20));
    }

    @Override
    public void onTimer(Timer timer, Effects effects) {
        connection = effects.connect(to);
    }

    @Override
    public void onReceived(ConnectionId id, Message message, Effects effects) {
        Response response = (Response) message;
        all.add(response);
        answers.putIfAbsent(response.id(), new Answer(effects.monotonic(), response));
    }
}
