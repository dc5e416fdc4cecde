/* engine.c: places of SQLite; the small catalogue. */
#include "check.h"

#include "database.h"
#include "engine.h"
#include "store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void place_make(struct place *place)
{
    const char *engine = getenv("STORE_ENGINE");
    if (engine && strcmp(engine, "sqlite") != 0)
        fail_msg("no engine \"%s\"", engine);
    snprintf(place->home, sizeof place->home, "/tmp/smartpick-store-XXXXXX");
    assert_non_null(mkdtemp(place->home));
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *at)
{
    (void)is;
    (void)kind;
    (void)at;
    return remove(path);
}

void place_remove(struct place *place)
{
    assert_int_equal(nftw(place->home, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

bool place_open(const struct place *place, struct database **database,
                struct sp_error *error)
{
    char path[96];
    snprintf(path, sizeof path, "%s/smartpick.db", place->home);
    return database_open(path, database, error);
}

void small_release_put(struct small_release *small, const char *name, const char *text)
{
    int at = 0;
    while (at < small->release.files && strcmp(small->file[at].name, name) != 0)
        at++;
    if (!text) {
        assert_true(at < small->release.files);
        small->file[at] = small->file[--small->release.files];
        return;
    }
    assert_true(at < SMALL_FILES);
    unsigned long sum = 5381;
    for (const char *c = text; *c; c++)
        sum = sum * 33 + (unsigned char)*c;
    char *checksum = small->checksum[at];
    snprintf(checksum, sizeof small->checksum[at], "%016lx", sum);
    small->file[at] = (struct embedded){name, text, text + strlen(text), checksum};
    if (at == small->release.files)
        small->release.files++;
}

static const char *const small_files[][2] = {
    {"SOURCES.md",
     "# Sources\n\n### NRMP\n\n- Publisher: The publisher\n"
     "- What and where: Program results\n\n### DOL\n\n- What and where: Filings\n"},
    {"states.csv", "code,name,division,neighbours,source,as_of\n"
                   "AL,Alabama,East South Central,FL,ERAS,2024\n"
                   "ME,Maine,New England,NH,ERAS,2024\n"},
    {"specialties.csv",
     "code,name,aliases,acgme_code,cell,outcome,signal,service,source,as_of\n"
     "120,Family Medicine,FM,120,Family Medicine,Family Medicine,Family Medicine,ERAS,NRMP,"
     "2025-03\n"
     "140,Internal Medicine,IM,140,Internal Medicine,,Internal "
     "Medicine,ERAS,NRMP,2025-03\n"},
    {"nrmp/programs.csv",
     "nrmp_code,acgme_id,acgme_basis,specialty_code,name,track_type,institution_code,"
     "institution,city,state,division,latitude,longitude,first_year,quota_2021,filled_2021,"
     "quota_2022,filled_2022,quota_2023,filled_2023,quota_2024,filled_2024,quota_2025,"
     "filled_2025,source,as_of\n"
     "1000140C0,1400111111,city,140,Internal Medicine,categorical,1000,North "
     "Hospital,Mobile,"
     "AL,East South Central,30.5,-88.25,2014,10,10,10,10,10,10,12,12,12,11,NRMP,2025-03\n"
     "1000140M0,,,140,Medicine-Primary,primary_care,1000,North Hospital,Mobile,AL,"
     "East South Central,30.5,-88.25,2019,,,,,,,4,4,4,0,NRMP,2025-03\n"
     "1001140C0,,,140,Internal Medicine,categorical,1001,South Hospital,Portland,ME,"
     "New England,,,2014,8,8,8,8,8,8,8,8,,,NRMP,2025-03\n"
     "1002120C0,,,120,Family Medicine,categorical,1002,East Hospital,Portland,ME,"
     "New England,43.5,-70.25,2016,6,6,6,6,6,6,6,6,6,5,NRMP,2025-03\n"},
    {"nrmp/counts_2025.csv", "state,specialty,level,positions,filled,us_md,us_do,us_img,"
                             "non_us_img,other,source,as_of\n"
                             "AL,Internal Medicine,PGY-1,16,11,3,2,1,5,0,NRMP,2025-03\n"},
    {"nrmp/specialty_types_2025.csv",
     "name,specialty_code,track_type,applicants_us_md,matched_us_md,applicants_us_do,"
     "matched_us_do,applicants_us_img,matched_us_img,applicants_non_us_img,"
     "matched_non_us_img,unfilled,checked,source,as_of\n"
     "Internal Medicine,140,categorical,100,90,80,70,60,50,40,30,4,yes,NRMP,2025-03\n"},
    {"nrmp/outcomes_2026.csv",
     "specialty_code,specialty,measure,cohort,n,min,q1,median,q3,max,mean,sd,source,as_of\n"
     "120,Family Medicine,contiguous_ranks,matched,50,1,2,6,9,20,6.5,3.5,NRMP,2026-07\n"
     "140,Internal Medicine,abstracts,matched,76,0,1,3,6,33,5,6.6,NRMP,2026-07\n"
     "140,Internal Medicine,contiguous_ranks,matched,300,1,4,8,12,40,9.5,5,NRMP,2026-07\n"
     "140,Internal "
     "Medicine,contiguous_ranks,not_matched,200,1,1,2,4,20,3,2.5,NRMP,2026-07\n"
     "140,Internal Medicine,step2ck,matched,290,210,,245,,280,246,10,NRMP,2026-07\n"},
    {"nrmp/outcomes_2026_totals.csv",
     "specialty_code,specialty,positions,applicants,non_us_img_matched,non_us_img_"
     "unmatched,"
     "source,as_of\n"
     "140,Internal Medicine,100,200,4000,2500,NRMP,2026-07\n"},
    {"nrmp/rank_lists.csv",
     "year,applicant_type,matched,unmatched,mean_ranks_matched,mean_ranks_unmatched,source,"
     "as_of\n"
     "2025,non_us_img,6000,4000,8.5,3.5,NRMP,2025-03\n"
     "2024,non_us_img,5900,3900,8.25,3.25,NRMP,2025-03\n"
     "2025,all,30000,9000,12,5,NRMP,2025-03\n"},
    {"nrmp/match_rates.csv",
     "year,applicant_type,certified,matched,rate,certainty,source,as_of\n"
     "2025,non_us_img,11000,6380,0.58,high,NRMP,2025-03\n"
     "2016,non_us_img,,,0.505,medium,NRMP,2016\n"},
    {"nrmp/fit.csv", "part,key,name,value,low,high,source,as_of\n"
                     "composition,non_us_img/140,size,-0.25,-0.5,0,OWN,2026-11\n"
                     "chances,,sigma,0.75,,,OWN,2026-11\n"},
    {"effects.csv",
     "id,input,contrast,outcome,population,log_odds,log_odds_low,log_odds_high,certainty,"
     "note,"
     "source,as_of\n"
     "signal.any,signal,sent or not,interview,any,1,0.5,2.25,medium,,JGME,2025\n"
     "language,language,one shared,interview,img,,0,,none,direction only,JGME,2025\n"},
    {"base_rates.csv", "id,what,value,low,high,certainty,source,as_of\n"
                       "accepts_j1,programs that accept a J-1,0.8,0.6,0.9,low,JGME,2025\n"
                       "nothing,not known,,,,none,JGME,2025\n"},
    {"fees.csv",
     "season,service,item,unit,from_count,to_count,cents,certainty,projected,source,"
     "as_of\n"
     "2026,ERAS,application,per_program_per_specialty,1,30,1100,high,no,AAMC,2025\n"
     "2026,ERAS,application,per_program_per_specialty,31,,3000,high,no,AAMC,2025\n"
     "2027,ERAS,transcript,once_per_season,,,8000,low,yes,AAMC,2025\n"},
    {"signals.csv",
     "season,specialty,service,tiering,gold,silver,total,certainty,projected,source,as_of\n"
     "2026,Internal Medicine,ERAS,tiered,3,12,15,high,no,AAMC,2025\n"
     "2026,Family Medicine,ERAS,single,,,5,low,yes,AAMC,2025\n"},
    {"limits.csv", "id,rule,value,kind,certainty,source,as_of\n"
                   "letters_per_program,Letters per program,4,max,high,AAMC,2026\n"},
    {"calendar.csv",
     "season,event,date,time_et,label,applies_to,certainty,projected,source,as_of\n"
     "2026,match_day,2026-03-20,12:00,Match Day,all,high,no,NRMP,2025\n"
     "2026,submit_open,2025-09-03,09:00,Submit,residency,high,no,AAMC,2025\n"},
    {"visa_countries.csv", "country,level,new_j1,new_h1b,source,as_of\n"
                           "Country A,full,no,no,STATE,2026-09\n"
                           "Country B,partial,no,,STATE,2026-09\n"},
    {"h1b_employers.csv", "employer,city,state,lca_positions,new_positions,trainee_title,"
                          "institution_code,source,"
                          "as_of\n"
                          "South Hospital Inc,Portland,ME,10,5,yes,1001,DOL,2025-06\n"
                          "East Clinic,Portland,ME,3,1,no,1002,DOL,2025-06\n"
                          "Other Clinic,Bangor,ME,3,1,yes,,DOL,2025-06\n"},
};

struct small_release *small_release(void)
{
    struct small_release *small = calloc(1, sizeof *small);
    assert_non_null(small);
    small->release.schema = release_embedded().schema;
    small->release.file = small->file;
    for (size_t i = 0; i < sizeof small_files / sizeof *small_files; i++)
        small_release_put(small, small_files[i][0], small_files[i][1]);
    return small;
}

struct store *open_or_fail(const struct place *place, const struct release *release)
{
    struct store *store;
    struct sp_error error = {0};
    if (!store_open_release(place->home, NULL, release, &store, &error))
        fail_msg("%s", error.text);
    return store;
}

struct fixture *fixture_make(void)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    place_make(&fixture->place);
    fixture->small = small_release();
    return fixture;
}

void fixture_reopen(struct fixture *fixture)
{
    store_close(fixture->store);
    fixture->store = open_or_fail(&fixture->place, &fixture->small->release);
}

int fixture_open(void **state)
{
    struct fixture *fixture = fixture_make();
    fixture_reopen(fixture);
    *state = fixture;
    return 0;
}

int fixture_close(void **state)
{
    struct fixture *fixture = *state;
    store_close(fixture->store);
    sp_arena_free(&fixture->text);
    place_remove(&fixture->place);
    free(fixture->small);
    free(fixture);
    return 0;
}
