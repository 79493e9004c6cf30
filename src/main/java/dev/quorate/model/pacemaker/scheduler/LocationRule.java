package dev.quorate.model.pacemaker.scheduler;

import dev.quorate.model.pacemaker.cib.Constraint.Discovery;

/** A location constraint whose resource and node exist (pe__location_t). */
record LocationRule(String id, Rsc rsc, Member member, int score, Discovery discovery) {

    /** The same without points: a group's first member gets them for all (pcmk__group_apply_location). */
    LocationRule withoutPoints() {
        return new LocationRule(id, rsc, member, 0, discovery);
    }
}
