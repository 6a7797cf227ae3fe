#include "tools/imstorm/campaign_journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <utility>

#include "sim/core/hash.h"
#include "sim/search/batch.h"
#include "sim/search/tally_text.h"
#include "tools/imstorm/output_file.h"

namespace imstorm {
namespace {

constexpr std::string_view kHeader = "imstorm.campaign/1";
constexpr std::size_t kSumLength = 17;  // sixteen hexadecimal digits and a space

std::string summed(std::string_view line) {
  return fmt::format("{:016x} {}\n", hash_text(line), line);
}

/// The line behind its checksum; empty if that does not fit.
std::string_view unsummed(std::string_view line) {
  if (line.size() <= kSumLength) return {};
  const std::string_view rest = line.substr(kSumLength);
  return line.substr(0, kSumLength - 1) == fmt::format("{:016x}", hash_text(rest))
             ? rest
             : std::string_view{};
}

/// "name\tvalue" -> value, if that is its name.
bool field_of(std::string_view line, std::string_view name, std::string& value) {
  if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != '\t') {
    return false;
  }
  value = std::string(line.substr(name.size() + 1));
  return true;
}

bool read_identity(std::string_view line, CampaignIdentity& identity) {
  std::string shard;
  if (field_of(line, "scenario", identity.scenario)) return true;
  if (field_of(line, "settings", identity.settings)) return true;
  if (field_of(line, "campaign", identity.campaign)) return true;
  if (std::string runs; field_of(line, "wanted", runs)) {
    identity.runs = std::strtoull(runs.c_str(), nullptr, 10);
    return true;
  }
  if (!field_of(line, "shard", shard)) return false;
  return std::sscanf(shard.c_str(), "%lu/%lu", &identity.shard, &identity.shards) == 2;
}

bool read_state(std::string_view line, CampaignState& state) {
  std::string folded;
  if (field_of(line, "folded", folded)) {
    state.folded = std::strtoull(folded.c_str(), nullptr, 10);
    return true;
  }
  if (!line.starts_with("run\t")) return read_line(line, state.tally);
  auto seen = read_observation(line);
  if (!seen) return false;
  std::vector<Observation>& batch = state.open[seen->first / kBatchRuns];
  // In order, each once: what does not follow was written by somebody else.
  if (batch.size() != seen->first % kBatchRuns) return false;
  batch.push_back(std::move(seen->second));
  return true;
}

}  // namespace

CampaignJournal::CampaignJournal(std::string path) : path_(std::move(path)) {}

CampaignJournal::~CampaignJournal() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool CampaignJournal::failed(int error) {
  problem_ = fmt::format("cannot write {}: {}", path_, std::strerror(error));
  return false;
}

bool CampaignJournal::open_for_appending() {
  if (descriptor_ >= 0) close(descriptor_);
  descriptor_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  return descriptor_ >= 0 || failed(errno);
}

bool CampaignJournal::rewrite(const CampaignIdentity& identity, const CampaignState& state) {
  OutputFile file(path_);
  const auto put = [&file](std::string_view line) { file.stream() << summed(line); };
  put(kHeader);
  put("scenario\t" + identity.scenario);
  if (!identity.settings.empty()) put("settings\t" + identity.settings);
  put("campaign\t" + identity.campaign);
  put(fmt::format("shard\t{}/{}", identity.shard, identity.shards));
  if (identity.runs != 0) put(fmt::format("wanted\t{}", identity.runs));
  for (const std::string& line : lines_of(state.tally)) put(line);
  put(fmt::format("folded\t{}", state.folded));
  for (const auto& [batch, runs] : state.open) {
    for (std::size_t i = 0; i < runs.size(); ++i) put(line_of(batch * kBatchRuns + i, runs[i]));
  }
  if (!file.commit()) {
    problem_ = file.problem();
    return false;
  }
  return open_for_appending();
}

std::string CampaignJournal::entry_of(std::uint64_t run, const Observation& seen) {
  return summed(line_of(run, seen));
}

bool CampaignJournal::append(std::string_view entry) {
  const off_t before = lseek(descriptor_, 0, SEEK_END);
  std::string_view rest = entry;
  while (!rest.empty()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const int error = written < 0 ? errno : ENOSPC;
      if (before >= 0 && ftruncate(descriptor_, before) != 0) return failed(errno);
      return failed(error);
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

CampaignJournal::Reading CampaignJournal::read(const std::string& path, CampaignIdentity& identity,
                                               CampaignState& state) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Reading::Missing;
  std::string line;
  if (!std::getline(in, line) || unsummed(line) != kHeader) return Reading::Damaged;
  bool complete = false;
  while (std::getline(in, line)) {
    const std::string_view told = unsummed(line);
    if (told.empty() || in.eof()) break;  // torn
    if (!read_identity(told, identity) && !read_state(told, state)) return Reading::Damaged;
    complete = complete || told.starts_with("folded\t");
  }
  return complete ? Reading::Fine : Reading::Damaged;
}

}  // namespace imstorm
