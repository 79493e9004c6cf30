package dev.quorate.model.kubernetes.api;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param status HTTP status; 0 when the client got none, and {@code message} says why
 * @param reason of an error: {@code Conflict}, {@code NotFound}, {@code AlreadyExists}; {@code ""} otherwise
 * @param message of an error, as a person reads it
 * @param items of a list
 * @param resourceVersion of a list
 */
public record ApiResponse(
        long id,
        int status,
        String reason,
        String message,
        Optional<ApiObject> object,
        List<ApiObject> items,
        long resourceVersion)
        implements ApiAnswer {

    public ApiResponse {
        items = List.copyOf(items);
    }

    public static ApiResponse of(long id, int status, ApiObject object) {
        return new ApiResponse(
                id,
                status,
                "",
                "",
                Optional.of(object),
                List.of(),
                object.metadata().resourceVersion());
    }

    public static ApiResponse list(long id, List<ApiObject> items, long resourceVersion) {
        return new ApiResponse(id, 200, "", "", Optional.empty(), items, resourceVersion);
    }

    public static ApiResponse ok(long id) {
        return new ApiResponse(id, 200, "", "", Optional.empty(), List.of(), 0);
    }

    public static ApiResponse error(long id, int status, String reason, String message) {
        return new ApiResponse(id, status, reason, message, Optional.empty(), List.of(), 0);
    }

    /** No answer came. */
    public static ApiResponse failed(long id, String message) {
        return error(id, 0, "", message);
    }

    public ApiResponse withId(long other) {
        return new ApiResponse(other, status, reason, message, object, items, resourceVersion);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isNotFound() {
        return status == 404;
    }

    /** The object as that type; only when there is one. */
    public <T extends ApiObject> T as(Class<T> type) {
        return type.cast(object.orElseThrow(() -> new IllegalStateException("no object in " + this)));
    }

    @Override
    public String summary() {
        return status == 0 ? message : Integer.toString(status);
    }
}
