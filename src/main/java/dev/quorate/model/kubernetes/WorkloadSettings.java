package dev.quorate.model.kubernetes;

import dev.quorate.model.Setting;
import dev.quorate.model.Settings;

/** Settings of the pods that a cluster runs ({@code cluster.workload}): one ReplicaSet, made by the first worker. */
public record WorkloadSettings(
        @Setting(value = "2", meaning = "pods for each worker", source = "ours: enough to see them move")
        int podsPerWorker,

        @Setting(value = "100", meaning = "what a pod asks for, in thousandths of a core", source = "ours")
        int cpuMillis) {

    public WorkloadSettings {
        if (podsPerWorker < 0 || cpuMillis < 0) {
            throw new IllegalArgumentException("workload settings must not be negative, were pods-per-worker = "
                    + podsPerWorker + ", cpu-millis = " + cpuMillis);
        }
    }

    public static WorkloadSettings defaults() {
        return Settings.defaults(WorkloadSettings.class);
    }
}
