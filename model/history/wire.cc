#include "model/history/wire.h"

#include <algorithm>
#include <array>
#include <vector>

namespace imstorm {

namespace {

using F = Field;
using Either = KindOnWire::Either;

constexpr std::array<KindOnWire, 33> kKinds = {{
    {"joined", {F::User, F::Conv, F::Seq}, "value"},
    {"left", {F::User, F::Conv, F::Seq}, "value"},
    {"installed", {F::User, F::Device, F::Inst}, "knows_shown"},
    {"wiped", {F::User, F::Device, F::Inst}, "value"},
    {"sent", {F::User, F::Device, F::Inst, F::Conv, F::Cmid, F::Cseq, F::Body}, "value"},
    {"accepted", {F::User, F::Conv, F::Cmid, F::Body, F::Seq, F::Msgid}, "value"},
    {"acked", {F::User, F::Device, F::Inst, F::Conv, F::Cmid, F::Seq, F::Msgid}, "value"},
    {"rejected", {F::User, F::Device, F::Inst, F::Conv, F::Cmid}, "value"},
    {"received", {F::User, F::Device, F::Inst, F::Conv, F::Cmid, F::Seq, F::Msgid}, "value"},
    {"consumed",
     {F::User, F::Device, F::Inst, F::Conv, F::Cmid, F::Body, F::Seq, F::Msgid},
     "value"},
    {"cursor", {F::Device, F::Inst, F::Conv, F::Seq}, "value"},
    {"gone", {F::Device, F::Inst, F::Conv, F::Seq}, "value"},
    {"refreshed", {F::Device, F::Inst, F::Conv, F::Seq, F::Since}, "value"},
    {"connected", {F::User, F::Device, F::Inst, F::Value}, "session"},
    {"disconnected", {F::User, F::Device, F::Inst}, "value"},
    {"crashed", {}, "value", Either::DeviceOrProcess},
    {"restarted", {}, "value", Either::DeviceOrProcess},
    {"phase", {F::Value}, "phase"},
    {"probed", {F::Device, F::Inst, F::Conv, F::Cmid, F::Value}, "survives"},
    {"settled", {F::Value}, "quiet"},
    {"residue", {F::What, F::Value}, "count", Either::DeviceOrProcess},
    {"signalled", {F::User, F::Device, F::Inst, F::Body}, "value", Either::ConvOrPeer},
    {"signal_received", {F::User, F::Device, F::Inst, F::Body}, "value"},
    {"promised", {F::Value}, "signals_within"},
    {"disturbed", {}, "value"},
    {"calmed", {F::Process}, "value"},
    {"voided", {F::Conv, F::Seq, F::Value}, "first"},
    {"forgot", {F::User, F::Device, F::Inst}, "value"},
    {"forked", {F::Conv, F::Lineage, F::Seq, F::Value}, "from"},
    {"rebuilt", {F::Conv, F::Lineage, F::Seq, F::Value}, "from"},
    {"resynced", {F::Device, F::Inst, F::Conv, F::Lineage, F::Seq}, "value"},
    {"permitted", {F::Value}, "loss"},
    {"given_up", {F::Device, F::Conv, F::Seq}, "value"},
}};
static_assert(kKinds.size() == static_cast<std::size_t>(EventKind::GivenUp) + 1);

constexpr std::array<std::string_view, kFieldCount> kFields = {
    "at",      "kind", "user",  "device", "inst",    "conv", "cmid",  "cseq", "body",
    "lineage", "seq",  "msgid", "since",  "process", "what", "value", "to"};

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = i - 1;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

const KindOnWire& on_wire(EventKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

std::optional<EventKind> kind_named(std::string_view name) {
  const auto at = std::find_if(kKinds.begin(), kKinds.end(),
                               [&](const KindOnWire& kind) { return kind.name == name; });
  if (at == kKinds.end()) return std::nullopt;
  return static_cast<EventKind>(at - kKinds.begin());
}

std::optional<EventKind> kind_nearest(std::string_view name) {
  constexpr std::size_t kNameMax = 24;
  if (name.size() > kNameMax) return std::nullopt;
  std::size_t best = 3;
  std::optional<EventKind> nearest;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    const std::size_t far = distance(name, kKinds[i].name);
    if (far >= best) continue;
    best = far;
    nearest = static_cast<EventKind>(i);
  }
  return nearest;
}

std::string_view name_of(Field field, EventKind kind) {
  if (field == Field::Since && kind == EventKind::Disturbed) return "until";
  return field == Field::Value ? on_wire(kind).value : kFields.at(static_cast<std::size_t>(field));
}

}  // namespace imstorm
