package dev.quorate.model.etcd;

/**
 * A key with its value and revisions.
 *
 * @param value an immutable object; a record or string whose {@code toString} says what it holds
 * @param createRevision revision of the put that made it since it last did not exist
 * @param modRevision revision of the last put: what Kubernetes calls the resourceVersion
 * @param version number of puts since it was made, from 1
 * @param lease the lease that it dies with, or 0
 */
public record KeyValue(String key, Object value, long createRevision, long modRevision, long version, long lease) {}
