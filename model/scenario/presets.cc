#include "model/scenario/presets.h"

namespace imstorm {

std::vector<ChoiceText> link_preset_words() {
  return {{"mobile", "30 to 60 ms one way with a tail to 2 s, 0.5% lost", ""},
          {"good", "round trip 20 ms, 99 of 100 below 80 ms, 0.1% lost", ""},
          {"typical", "round trip 50 ms, 99 of 100 below 400 ms, 0.5% lost in bursts of 3", ""},
          {"bad", "round trip 250 ms, 99 of 100 below 2 s, 3% lost in bursts of 8", ""},
          {"hostile", "round trip 0 to 60 s, 20% lost in bursts of 8", ""}};
}

LinkOptions link_preset(LinkPreset preset) {
  LinkOptions link;
  const auto ms = milliseconds;
  switch (preset) {
    case LinkPreset::Mobile:
      link.latency = {ms(30), ms(40), ms(60), ms(400), seconds(2)};
      link.loss = {5'000};
      break;
    case LinkPreset::Good:
      link.latency = {ms(5), ms(10), ms(20), ms(40), ms(200)};
      link.loss = {1'000};
      break;
    case LinkPreset::Typical:
      link.latency = {ms(15), ms(25), ms(60), ms(200), seconds(1)};
      link.loss = {5'000};
      link.burst = 3;
      break;
    case LinkPreset::Bad:
      link.latency = {ms(60), ms(125), ms(400), seconds(1), seconds(5)};
      link.loss = percent(3);
      link.burst = 8;
      break;
    case LinkPreset::Hostile:
      link.latency = {{}, ms(500), seconds(5), seconds(15), seconds(30)};
      link.loss = percent(20);
      link.burst = 8;
      break;
  }
  return link;
}

std::vector<ChoiceText> storm_profile_words() {
  return {{"calm", "nothing but what the other keys of [storm] say", ""},
          {"good", "a break an hour, clocks off by 50 ms, and nothing crashes", ""},
          {"typical", "a break every 10 min, a crash an hour, clocks off by 1 s", ""},
          {"bad", "a break every minute, a crash a minute, clocks off by 5 min", ""},
          {"hostile", "every kind of fault, many times a minute, also between durable steps", ""}};
}

namespace {

/// Every kind of fault that there is, many times a minute.
void make_hostile(StormOptions& storm) {
  const auto s = seconds;
  storm.crash = {s(20), milliseconds(500), s(5)};
  storm.host_crash = {s(40), s(1), s(5)};
  storm.pause = {s(20), milliseconds(100), s(8)};
  storm.partition = {s(20), s(1), s(10)};
  storm.cut = {s(10), {}, {}};
  storm.half_open = percent(50);
  storm.slow_disk = {s(20), s(1), s(5)};
  storm.clock_step = {s(20), {}, {}};
  storm.clock_step_most = hours(24 * 3'650);
  storm.clock_drift = {s(30), s(5), s(20)};
  storm.offline = {s(20), s(1), s(15)};
  storm.kill = {s(15), milliseconds(500), s(5)};
  storm.wipe = {minutes(2), milliseconds(500), s(5)};
  storm.lose_cache = {minutes(1), milliseconds(500), s(5)};
  storm.reinstall = {minutes(2), milliseconds(500), s(5)};
  storm.commit_fails_before = percent(5);
  storm.commit_fails_after = percent(5);
  storm.commit_crawls = percent(5);
  storm.cache_flush = {s(20), {}, {}};
  storm.join = {s(20), {}, {}};
  storm.leave = {s(20), {}, s(5)};
  storm.replace = {s(30), milliseconds(500), s(5)};
  storm.resize = {s(20), {}, {}};
  storm.fail_over = {s(20), {}, s(2)};
  storm.takeover_least = milliseconds(500);
  storm.takeover_most = s(15);
  storm.wipe_store = {s(30), milliseconds(500), s(5)};
  storm.wipe_ids = {s(30), milliseconds(500), s(5)};
  storm.crash_at_sync = percent(1);
  storm.loss = percent(10);
  storm.duplication = percent(5);
  storm.reordering = percent(5);
}

}  // namespace

StormOptions storm_profile(StormProfile profile) {
  StormOptions storm;
  const auto s = seconds;
  switch (profile) {
    case StormProfile::Calm:
      break;
    case StormProfile::Good:
      storm.cut = {hours(1), {}, {}};
      storm.half_open = percent(5);
      storm.clock_step = {hours(1), {}, {}};
      storm.clock_step_most = milliseconds(50);
      storm.offline = {hours(1), s(5), s(60)};
      break;
    case StormProfile::Typical:
      storm.crash = {hours(1), s(1), s(10)};
      storm.cut = {minutes(10), {}, {}};
      storm.half_open = percent(20);
      storm.slow_disk = {minutes(10), s(1), s(10)};
      storm.slow_disk_by = milliseconds(20);
      storm.clock_step = {hours(1), {}, {}};
      storm.clock_step_most = s(1);
      storm.offline = {minutes(10), s(5), s(60)};
      storm.kill = {hours(1), s(1), s(30)};
      break;
    case StormProfile::Bad:
      storm.crash = {minutes(1), s(1), s(10)};
      storm.pause = {minutes(2), s(1), s(8)};
      storm.partition = {minutes(2), s(1), s(10)};
      storm.cut = {minutes(1), {}, {}};
      storm.half_open = percent(50);
      storm.slow_disk = {minutes(1), s(1), s(10)};
      storm.clock_step = {minutes(2), {}, {}};
      storm.clock_drift = {minutes(2), s(5), s(30)};
      storm.offline = {minutes(1), s(5), s(60)};
      storm.kill = {minutes(1), s(1), s(10)};
      storm.fail_over = {minutes(1), {}, s(2)};
      storm.loss = percent(3);
      break;
    case StormProfile::Hostile:
      make_hostile(storm);
      break;
  }
  return storm;
}

}  // namespace imstorm
