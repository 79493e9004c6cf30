package dev.quorate.model.kubernetes.apiserver;

import dev.quorate.model.kubernetes.api.ApiResponse;
import dev.quorate.model.kubernetes.api.ObjectKey;
import dev.quorate.model.kubernetes.api.ObjectMeta;

/** Errors in the apiserver's own words (apimachinery api/errors). */
final class Refusals {

    private Refusals() {}

    static ApiResponse notFound(long id, ObjectKey key) {
        return ApiResponse.error(id, 404, "NotFound", key.resource().qualified() + " \"" + key.name() + "\" not found");
    }

    static ApiResponse invalid(long id, ObjectKey key, String wrong) {
        return ApiResponse.error(
                id, 422, "Invalid", key.resource().qualified() + " \"" + key.name() + "\" is invalid: " + wrong);
    }

    static ApiResponse conflict(long id, ObjectKey key, String why) {
        return ApiResponse.error(
                id,
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + key.resource().qualified() + " \"" + key.name() + "\": " + why);
    }

    static ApiResponse bindConflict(long id, ObjectKey key, String why) {
        return ApiResponse.error(
                id, 409, "Conflict", "Operation cannot be fulfilled on pods/binding \"" + key.name() + "\": " + why);
    }

    static ApiResponse wrongUid(long id, ObjectKey key, String uid, ObjectMeta current) {
        return conflict(
                id,
                key,
                "StorageError: invalid object, Code: 4, Key: " + key.registryKey() + ", ResourceVersion: 0,"
                        + " AdditionalErrorMsg: Precondition failed: UID in precondition: " + uid
                        + ", UID in object meta: " + current.uid());
    }
}
