#include "tools/imstorm/fuzz_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "reports/figures.h"
#include "sim/core/hash.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

std::uint64_t hash_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return hash_text(text);
}

std::uint64_t hash_of(const Scenario& scenario) {
  std::uint64_t value = 0;
  for (const auto& [key, text] : scenario.config) {
    value = hash_mix(value, hash_mix(hash_text(key), hash_text(text)));
  }
  return value;
}

}  // namespace

CampaignIdentity identity_of(const Loaded& loaded, const CampaignPlan& plan) {
  CampaignIdentity identity;
  identity.scenario = loaded.path;
  for (const std::string& setting : settings_beyond_file(loaded)) {
    identity.settings += (identity.settings.empty() ? "" : "\t") + setting;
  }
  identity.campaign =
      fmt::format("seed {} {} probes {} scenario {:016x} {:016x} version {}", hex_of(plan.seed),
                  plan.guidance == Guidance::Guided ? "guided" : "blind", plan.probe_every,
                  hash_of_file(loaded.path), hash_of(loaded.scenario), kVersion);
  identity.shard = plan.shard.nth;
  identity.shards = plan.shard.of;
  identity.runs = plan.runs == kRunsUntilTimeIsUp ? 0 : plan.runs;
  return identity;
}

std::vector<std::string> sets_of(const CampaignIdentity& identity) {
  std::vector<std::string> sets;
  for (std::size_t at = 0; at < identity.settings.size();) {
    const std::size_t end = std::min(identity.settings.find('\t', at), identity.settings.size());
    sets.push_back(identity.settings.substr(at, end - at));
    at = end + 1;
  }
  return sets;
}

CampaignPlan plan_of(const CampaignIdentity& identity) {
  CampaignPlan plan;
  char guidance[16] = {};
  unsigned long long seed = 0;
  if (std::sscanf(identity.campaign.c_str(), "seed %llx %15s probes %u", &seed, guidance,
                  &plan.probe_every) != 3) {
    return plan;
  }
  plan.seed = seed;
  plan.guidance = std::string(guidance) == "blind" ? Guidance::Blind : Guidance::Guided;
  return plan;
}

}  // namespace imstorm
