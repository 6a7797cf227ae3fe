// Ids of messages from an id service: what each source needs to be sound, and what breaks when that
// is taken away.
#include "tests/long/numbers.h"

namespace imstorm {
namespace {

const Departure kRepeated[] = {
    {"msgid_redis_async", [](Scenario& s) { s.protocol.msgid.source = IdSource::RedisAsync; },
     "msgid-unique"},
    {"msgid_redis_everysec",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::RedisEverysec;
       cut_power(s);
     },
     "msgid-unique"},
    {"msgid_redis_memory_from_disk",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::RedisMemory;
       s.protocol.msgid.recover = MsgidOptions::Recover::FromDisk;
     },
     "msgid-unique"},
    {"msgid_redis_sync_wiped_from_disk",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::RedisSync;
       s.protocol.msgid.recover = MsgidOptions::Recover::FromDisk;
       lose_disks(s);
     },
     "msgid-unique"},
    {"msgid_seqsvr_late",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::SeqsvrLate;
       s.protocol.seq.seqsvr_step = 1;
     },
     "msgid-unique"},
    {"msgid_snowflake_clock_back_ignore",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::Snowflake;
       s.protocol.msgid.clock_back = MsgidOptions::ClockBack::Ignore;
       rush(s);
     },
     "msgid-unique"},
    {"msgid_snowflake_worker_colliding",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::Snowflake;
       s.protocol.msgid.worker = MsgidOptions::Worker::Colliding;
     },
     "msgid-unique"},
};

class UnsoundIds : public testing::TestWithParam<Departure> {};

TEST_P(UnsoundIds, NameTwoMessagesAlike) { expect_broken(split(GetParam()), GetParam().law); }

INSTANTIATE_TEST_SUITE_P(Ids, UnsoundIds, testing::ValuesIn(kRepeated), departure_name);

const Departure kUnique[] = {
    {"msgid_redis_sync", [](Scenario& s) { s.protocol.msgid.source = IdSource::RedisSync; }},
    {"msgid_redis_sync_wiped",
     [](Scenario& s) {
       s.protocol.msgid.source = IdSource::RedisSync;
       make_stores_hostile(s);
       lose_disks(s);
     }},
    {"msgid_redis_memory", [](Scenario& s) { s.protocol.msgid.source = IdSource::RedisMemory; }},
    {"msgid_seqsvr_wiped",
     [](Scenario& s) {
       s.protocol.seq.source = Source::LogPosition;
       s.protocol.msgid.source = IdSource::Seqsvr;
       s.protocol.seq.seqsvr_step = 3;
       make_stores_hostile(s);
       lose_disks(s);
     }},
    {"msgid_segment", [](Scenario& s) { s.protocol.msgid.source = IdSource::Segment; }},
    {"msgid_snowflake",
     [](Scenario& s) {
       s.protocol.seq.source = Source::LogPosition;
       s.protocol.msgid.source = IdSource::Snowflake;
       rush(s);
     }},
};

class SoundIds : public testing::TestWithParam<Departure> {};

TEST_P(SoundIds, KeepEveryLaw) { expect_whole(split(GetParam()), kSoundSeeds); }

INSTANTIATE_TEST_SUITE_P(Ids, SoundIds, testing::ValuesIn(kUnique), departure_name);

}  // namespace
}  // namespace imstorm
