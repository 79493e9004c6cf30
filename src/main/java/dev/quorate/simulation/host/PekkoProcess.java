package dev.quorate.simulation.host;

import dev.quorate.model.Effects;
import dev.quorate.model.Message;
import dev.quorate.model.kubernetes.api.ApiRequest;
import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.client.ApiClient;
import dev.quorate.model.kubernetes.client.ComponentMachine;
import dev.quorate.model.kubernetes.client.KubeconfigFile;
import dev.quorate.model.kubernetes.pki.Kubeconfig;
import dev.quorate.simulation.machines.MachineFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A user's own Pekko behaviour as a process of a simulated host: it is crashed with its process, cut off with its host,
 * and while it is paused nothing that it asks for is done and nothing reaches it from outside.
 *
 * <p>Its own Pekko timers run on true virtual time: they follow neither the host's clock rate nor a pause, as those of a
 * machine do. What it asks for names no cause in the trace. When the behaviour stops, the process exits with code 0;
 * when it throws, with code 1.
 */
public final class PekkoProcess<M> extends ComponentMachine {

    /** What a behaviour may ask of its process. */
    public interface Door<M> {

        /** Do this in the process's own turn: record that it leads, exit, use the kernel. */
        void act(Consumer<Effects> work);

        /** Call the apiserver; the answer, made a message of the behaviour's, comes to {@code replyTo}. */
        void call(
                LongFunction<ApiRequest> request,
                Duration timeout,
                Function<ApiResponse, M> answer,
                ActorRef<M> replyTo);

        /** The host that the process runs on. */
        String host();
    }

    /** Work that came through the door. */
    private record Work(Consumer<Effects> work) implements Message {
        @Override
        public String summary() {
            return "work of a behaviour";
        }
    }

    private final String kubeconfig;
    private final Function<Door<M>, Behavior<M>> behavior;
    private @Nullable ApiClient client;

    private PekkoProcess(String kubeconfig, Function<Door<M>, Behavior<M>> behavior) {
        this.kubeconfig = kubeconfig;
        this.behavior = behavior;
    }

    /**
     * A factory for the process.
     *
     * @param kubeconfig the file that says how it reaches the apiserver: {@code /etc/kubernetes/admin.conf}
     * @param behavior makes the behaviour of each incarnation
     */
    public static <M> MachineFactory of(String kubeconfig, Function<Door<M>, Behavior<M>> behavior) {
        return (host, spec, scenario) -> new PekkoProcess<>(kubeconfig, behavior);
    }

    @Override
    public void onStart(Effects effects) {
        Optional<Kubeconfig.Resolved> resolved = KubeconfigFile.read(kubeconfig, effects, complaint -> effects.exit(1));
        resolved.ifPresent(config -> client = add(new ApiClient("api", config, true)));
    }

    @Override
    public void onLocal(String from, Message message, Effects effects) {
        if (message instanceof Work work) {
            work.work().accept(effects);
        }
    }

    /** The process's own actor: the behaviour is its child, so that both end together. */
    Behavior<Envelope> host(HostedProcess process) {
        return Behaviors.setup(context -> {
            context.watch(spawn(process, context));
            return Behaviors.receive(Envelope.class)
                    .onMessage(Envelope.class, envelope -> {
                        process.handle(envelope);
                        return process.isAlive() ? Behaviors.same() : Behaviors.stopped();
                    })
                    .onSignal(ChildFailed.class, failed -> ended(process, 1))
                    .onSignal(Terminated.class, stopped -> ended(process, 0))
                    .build();
        });
    }

    private ActorRef<M> spawn(HostedProcess process, ActorContext<Envelope> context) {
        return context.spawn(behavior.apply(door(process)), "behavior");
    }

    private static Behavior<Envelope> ended(HostedProcess process, int code) {
        offer(process, effects -> effects.exit(code));
        return Behaviors.same();
    }

    private static void offer(HostedProcess process, Consumer<Effects> work) {
        process.offer(new Input.Local(process.name(), new Work(work)), List.of());
    }

    private Door<M> door(HostedProcess process) {
        return new Door<>() {
            @Override
            public void act(Consumer<Effects> work) {
                offer(process, work);
            }

            @Override
            public void call(
                    LongFunction<ApiRequest> request,
                    Duration timeout,
                    Function<ApiResponse, M> answer,
                    ActorRef<M> replyTo) {
                offer(process, effects -> {
                    ApiClient connected = client;
                    if (connected != null) {
                        connected.call(
                                request, timeout, (response, later) -> replyTo.tell(answer.apply(response)), effects);
                    }
                });
            }

            @Override
            public String host() {
                return process.host();
            }
        };
    }
}
