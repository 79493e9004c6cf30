package dev.quorate.scenario.fault;

/** What a person does to a Lease with {@code kubectl}. */
public sealed interface LeaseFault extends OperatorFault {

    /** A Lease is deleted by hand. */
    @FaultKind(
            keyword = "delete-lease",
            doc = "kubectl delete lease",
            example = "{ at = 20s, operator = delete-lease, lease = kube-scheduler }")
    record DeleteLease(
            @Parameter(doc = "the lease's name, in kube-system")
            String lease,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements LeaseFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(world, on, id, "kubectl", "delete lease " + lease + " -n kube-system");
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator deletes the lease " + lease;
        }
    }

    /** A Lease's holder is edited by hand. */
    @FaultKind(
            keyword = "edit-lease",
            doc = "kubectl patch lease: write another holderIdentity, or none",
            example = "{ at = 20s, operator = edit-lease, lease = kube-scheduler, holder = \"\" }")
    record EditLease(
            @Parameter(doc = "the lease's name, in kube-system")
            String lease,

            @Parameter(value = "", doc = "the holderIdentity to write; empty clears it")
            String holder,

            @Parameter(value = "any master", doc = "where it is typed")
            Target on)
            implements LeaseFault {
        @Override
        public void applyTo(FaultTarget world, String id) {
            OperatorFault.type(
                    world, on, id, "kubectl", "patch lease " + lease + " -n kube-system --holder-identity=" + holder);
        }

        @Override
        public boolean canBeUndone() {
            return false;
        }

        @Override
        public String describe() {
            return "operator " + (holder.isEmpty() ? "clears the holder" : "writes the holder " + holder)
                    + " of the lease " + lease;
        }
    }
}
