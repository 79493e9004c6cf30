package dev.quorate.model.kubernetes.api;

import dev.quorate.model.Message;
import java.time.Duration;
import java.util.List;

/** A request on a connection to an apiserver; many run at once, told apart by their number (HTTP/2's stream). */
public sealed interface ApiRequest extends Message {

    /** Read from etcd with quorum. */
    long MOST_RECENT = -1;

    /** Read from the watch cache, however old. */
    long ANY = 0;

    /** The client's number of the request, unique on its connection. */
    long id();

    /** {@code ?timeout=}: after it the server answers 504; zero for the server's own limit. */
    default Duration timeout() {
        return Duration.ZERO;
    }

    /** The verb that authorization sees: {@code get}, {@code update}, ... */
    String verb();

    @Override
    default String summary() {
        return verb();
    }

    /** GET one object. */
    record Get(long id, ObjectKey key, long resourceVersion, Duration timeout) implements ApiRequest {
        @Override
        public String verb() {
            return "get";
        }
    }

    /** Whether an object fits a field selector: {@code spec.nodeName} of pods, {@code metadata.name} of the others. */
    static boolean fits(String node, ApiObject object) {
        return node.isEmpty()
                || node.equals(
                        object instanceof Pod pod
                                ? pod.nodeName()
                                : object.metadata().name());
    }

    /**
     * GET all of a resource.
     *
     * @param namespace {@code ""} for every one
     * @param node field selector: the pods bound to it, the node of that name; {@code ""} for all
     */
    record ListAll(long id, Resource resource, String namespace, String node, long resourceVersion, Duration timeout)
            implements ApiRequest {
        public ListAll(long id, Resource resource, String namespace, long resourceVersion, Duration timeout) {
            this(id, resource, namespace, "", resourceVersion, timeout);
        }

        @Override
        public String verb() {
            return "list";
        }
    }

    /**
     * Watch a resource from a resource version on; events and in the end an answer follow.
     *
     * @param node field selector, as for a list
     */
    record Watch(long id, Resource resource, String namespace, String node, long resourceVersion)
            implements ApiRequest {
        public Watch(long id, Resource resource, String namespace, long resourceVersion) {
            this(id, resource, namespace, "", resourceVersion);
        }

        @Override
        public String verb() {
            return "watch";
        }
    }

    /** POST. */
    record Create(long id, ApiObject object, Duration timeout) implements ApiRequest {
        @Override
        public String verb() {
            return "create";
        }
    }

    /** PUT; resource version and uid of the object are preconditions unless 0 and empty. */
    record Update(long id, ApiObject object, Duration timeout) implements ApiRequest {
        @Override
        public String verb() {
            return "update";
        }
    }

    /** PATCH. */
    record PatchObject(long id, ObjectKey key, Patch patch, Duration timeout) implements ApiRequest {
        @Override
        public String verb() {
            return "patch";
        }
    }

    /**
     * DELETE.
     *
     * @param uid precondition, {@code ""} for none
     * @param force grace period 0
     */
    record Delete(long id, ObjectKey key, String uid, boolean force, Duration timeout) implements ApiRequest {
        @Override
        public String verb() {
            return "delete";
        }
    }

    /** POST to {@code pods/NAME/binding}. */
    record Bind(long id, ObjectKey pod, String podUid, String node, Duration timeout) implements ApiRequest {
        @Override
        public String verb() {
            return "create";
        }
    }

    /** GET of {@code /healthz}, {@code /livez}, {@code /readyz} or {@code /version}. */
    record Probe(long id, String path, List<String> exclude, Duration timeout) implements ApiRequest {
        public Probe {
            exclude = List.copyOf(exclude);
        }

        @Override
        public String verb() {
            return "get";
        }
    }

    /** The client gave the request up (HTTP/2 RST_STREAM); nothing answers it. */
    record Cancel(long id) implements ApiRequest {
        @Override
        public String verb() {
            return "cancel";
        }
    }

    /** HTTP/2 PING. */
    record Ping(long id) implements ApiRequest {
        @Override
        public String verb() {
            return "ping";
        }
    }
}
