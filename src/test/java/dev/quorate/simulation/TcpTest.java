package dev.quorate.simulation;

import dev.quorate.golden.Golden;
import dev.quorate.model.ConnectionError;
import dev.quorate.model.ConnectionId;
import dev.quorate.model.Effects;
import dev.quorate.model.Endpoint;
import dev.quorate.model.Machine;
import dev.quorate.model.Message;
import dev.quorate.model.PowerAction;
import dev.quorate.model.Signal;
import dev.quorate.model.Timer;
import dev.quorate.scenario.fault.NetworkRule;
import dev.quorate.simulation.engine.DrivenSystem;
import dev.quorate.simulation.network.NetworkCommand;
import dev.quorate.time.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client sees of a TCP connection when hosts, processes, links and addresses fail: a golden table. */
class TcpTest {

    private static final String VIP = "192.168.15.200";
    private static final int PORT = 6443;

    private record Ping(int number) implements Message {}

    private record Pong(int number) implements Message {}

    /** Answers every ping. */
    private static final class Server implements Machine {
        @Override
        public void onStart(Effects effects) {
            effects.listen(PORT);
        }

        @Override
        public void onReceived(ConnectionId connection, Message message, Effects effects) {
            effects.send(connection, new Pong(((Ping) message).number()));
        }
    }

    /** Connects when told to, sends a ping when told to, and writes down what it sees. */
    private static final class Client implements Machine {
        private final List<String> seen;
        private final String target;
        private ConnectionId connection = new ConnectionId(0);
        private int pings;

        Client(List<String> seen, String target) {
            this.seen = seen;
            this.target = target;
        }

        @Override
        public void onStart(Effects effects) {
            effects.setTimer(Timer.of("alive"), Duration.ofHours(1));
        }

        @Override
        public void onLocal(String from, Message message, Effects effects) {
            if (message instanceof Ping) {
                effects.send(connection, new Ping(++pings));
            } else {
                connection = effects.connect(new Endpoint(target, PORT));
            }
        }

        @Override
        public void onConnected(ConnectionId id, Effects effects) {
            note(effects, "connected");
        }

        @Override
        public void onReceived(ConnectionId id, Message message, Effects effects) {
            note(effects, "pong " + ((Pong) message).number());
        }

        @Override
        public void onDisconnected(ConnectionId id, ConnectionError error, Effects effects) {
            note(effects, error.words());
        }

        private void note(Effects effects, String what) {
            long tenths = Math.round(effects.monotonic().micros() / 100_000.0);
            seen.add(tenths / 10 + "." + tenths % 10 + "s " + what);
        }
    }

    private record Connect() implements Message {}

    @Test
    void aClientSeesWhatLinuxWouldShowIt() {
        try (DrivenSystem system = DrivenSystem.create()) {
            Golden.check("tcp.txt", script -> play(system, script));
        }
    }

    private static String play(DrivenSystem system, String script) {
        String[] lines = script.split("\n");
        String target = lines[0].substring("client of ".length()).equals("vip") ? VIP : "192.168.15.201";
        List<String> seen = new ArrayList<>();
        Bench bench = new Bench()
                .host("server1", "192.168.15.201", "server")
                .host("server2", "192.168.15.202", "server")
                .host("client", "192.168.15.250", "client")
                .kind("server", Server::new)
                .kind("client", () -> new Client(seen, target));
        try (RunningSimulation run = bench.start(system)) {
            for (int i = 1; i < lines.length; i++) {
                int space = lines[i].indexOf(' ');
                run.runUntil(SimTime.of(
                        Duration.ofMillis(Math.round(1000 * Double.parseDouble(lines[i].substring(0, space - 1))))));
                act(run.world(), lines[i].substring(space + 1));
            }
            run.runUntil(SimTime.ofSeconds(1_150));
        }
        return seen.isEmpty() ? "nothing in 1150 s" : String.join("\n", seen);
    }

    private static void act(World world, String what) {
        String[] words = what.split(" ");
        switch (words[0]) {
            case "connect" -> world.host("client").tell("client", new Connect());
            case "ping" -> world.host("client").tell("client", new Ping(0));
            case "off" -> world.host(words[1]).power(PowerAction.OFF);
            case "on" -> world.host(words[1]).power(PowerAction.ON);
            case "freeze" -> world.host(words[1]).freeze(false);
            case "thaw" -> world.host(words[1]).thaw();
            case "kill", "stop", "cont" ->
                world.tellHost(
                        words[1],
                        new dev.quorate.simulation.host.HostCommand.Kill(
                                "server",
                                words[0].equals("kill")
                                        ? Signal.KILL
                                        : words[0].equals("stop") ? Signal.STOP : Signal.CONT,
                                List.of()));
            case "vip" -> world.host(words[1]).addAddress(VIP);
            case "novip" -> world.host(words[1]).removeAddress(VIP, "test");
            case "garp" -> world.host(words[1]).announce(VIP);
            case "cut" ->
                world.tellNetwork(new NetworkCommand.AddRules(
                        what, List.of(NetworkRule.cut("service", words[1], words[2])), List.of()));
            case "heal" -> world.tellNetwork(new NetworkCommand.RemoveRules("", List.of()));
            default -> throw new IllegalArgumentException(what);
        }
    }
}
