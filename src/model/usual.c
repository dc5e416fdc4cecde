/* usual.c: the product over all programs, at every node of strength, in every member. */
#include "usual.h"

#include "composition.h"
#include "ground.h"
#include "logistic.h"

#include <math.h>

enum { NODES = 16 };

struct work {
    const struct sp_programs *programs;
    const struct sp_composition *composition;
    const struct sp_ground *ground;
    const bool *counted;
    enum sp_applicant_type type;
};

/* Chance that a program, having ranked somebody of this standing, has room: its tracks as
 * the type fills them. */
static double room(const struct work *work, int place, int member, double standing)
{
    const struct sp_open *open = &work->ground->openness.at[place];
    const struct sp_program *program = &work->programs->program[open->program];
    double sum = 0, weight = 0;
    for (int k = 0; k < program->tracks; k++) {
        int t = work->programs->order[program->first_track + k];
        const struct sp_composition_row *row = &work->composition->at[t];
        if (!work->counted[t])
            continue;
        double share = row->known ? row->share[work->type] : open->share;
        double seats = sp_track_quota(&work->programs->track[t]) * (share + 1e-3);
        double cutoff =
            (double)work->ground->cutoff[work->ground->first_cutoff[place] + k][member];
        sum += seats * standing / (standing + cutoff);
        weight += seats;
    }
    return weight > 0 ? sum / weight : 0;
}

/* Those of one strength, in one member. */
static struct sp_usual told(const struct work *work, int member, double strength)
{
    const struct sp_ground *ground = work->ground;
    double standing = exp(ground->level[member] + ground->slope[member] * strength);
    double signalled = ground->signalled, unranked = 1, unplaced = 1;
    for (int i = 0; i < ground->openness.count; i++) {
        double odds = ground->base[i][member] + strength;
        double invited = ground->openness.at[i].applied
                         * ((1 - signalled) * sp_logistic(odds)
                            + signalled * sp_logistic(odds + ground->signal[member]));
        unranked *= 1 - invited;
        unplaced *= 1 - invited * room(work, i, member, standing);
    }
    return (struct sp_usual){1 - unranked, 1 - unplaced};
}

bool sp_usual_told(const struct sp_facts *facts, const struct sp_composition *composition,
                   enum sp_applicant_type type, int specialty, const bool *counted,
                   uint64_t seed, struct sp_usual *usual, struct sp_error *error)
{
    struct sp_ground_wanted wanted = {
        .facts = facts,
        .composition = composition,
        .type = type,
        .specialty = specialty,
        .counted = counted,
        .seed = seed,
    };
    const struct sp_ground *ground = sp_ground_take(&wanted, error);
    if (!ground)
        return false;
    struct work work = {facts->programs, composition, ground, counted, type};
    double at[NODES], weight[NODES];
    sp_normal_nodes(NODES, at, weight);
    *usual = (struct sp_usual){0};
    for (int m = 0; m < SP_MEMBERS; m++)
        for (int z = 0; z < NODES; z++) {
            struct sp_usual one = told(&work, m, ground->spread[m] * at[z]);
            usual->ranked += weight[z] * one.ranked / SP_MEMBERS;
            usual->placed += weight[z] * one.placed / SP_MEMBERS;
        }
    sp_ground_release(ground);
    return true;
}
