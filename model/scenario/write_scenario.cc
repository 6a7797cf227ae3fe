#include "model/scenario/write_scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/answer_sentence.h"
#include "model/scenario/fault_sentence.h"
#include "model/scenario/key.h"
#include "model/scenario/members.h"
#include "model/scenario/presets.h"
#include "model/scenario/text.h"

namespace imstorm {
namespace {

/// Characters of marks in one line.
constexpr std::size_t kMarksInLine = 90;

/// A TOML string in one line.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string quoted(Instant at) { return quoted(to_text(Duration{at.ns})); }

template <class List, class Text>
std::string list_of(const List& list, const Text& text) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : ", ") + text(item);
  return "[" + out + "]";
}

class Writer {
 public:
  explicit Writer(const Scenario& scenario)
      : scenario_(scenario), table_(scenario), messages_(scenario) {}

  std::string write(const std::vector<std::string>& comments) {
    for (const std::string& comment : comments) {
      out_ += comment.empty() ? "#\n" : "# " + inert(comment) + "\n";
    }
    if (!scenario_.title.empty()) line("title = {}", quoted(scenario_.title));
    settings();
    users();
    conversations();
    sends();
    traffic();
    members();
    signals();
    faults();
    expect();
    replay();
    return out_;
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }
  void heading(std::string_view name) { out_ += fmt::format("\n{}\n", name); }

  /// A comment ends with its line.
  static std::string inert(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    return text;
  }

  void settings() {
    const Scenario defaults;
    const auto begins = [](const Key& key, std::string_view prefix) {
      return key.name.compare(0, prefix.size(), prefix) == 0;
    };
    for (const Key& key : all_keys()) {
      const bool preset = key.name == "link.edge.preset" || key.name == "storm.profile";
      const bool idle = begins(key, "storm.") && !scenario_.storm.on;
      const bool seedless = key.name == "seed" && scenario_.decisions == Decisions::Harmless;
      const std::int64_t value = key.get(scenario_);
      if (preset || idle || seedless || begins(key, "fuzz.") || value == key.get(defaults))
        continue;
      const bool bare = key.type == KeyType::Count || key.type == KeyType::Flag;
      const std::string text = value_text(key, value);
      line("{} = {}", key.name, bare ? text : quoted(text));
    }
  }

  void users() {
    heading("[users]");
    for (std::size_t u = 0; u < scenario_.users.size(); ++u) {
      std::vector<const DeviceSpec*> devices;
      for (const DeviceSpec& device : scenario_.devices) {
        if (device.user == UserId(u)) devices.push_back(&device);
      }
      const std::string& name = scenario_.users[u].name;
      const std::string names = list_of(devices, [&](const DeviceSpec* device) {
        return quoted(device->name.substr(name.size() + 1));
      });
      std::string rest;
      if (!devices.empty()) rest = particulars(*devices.front());
      if (rest.empty()) {
        line("{} = {}", name, names);
      } else {
        line("{} = {{ devices = {}{} }}", name, names, rest);
      }
    }
  }

  /// What a user's devices have in common that differs from the topology's.
  std::string particulars(const DeviceSpec& device) const {
    std::string text;
    if (device.edge != scenario_.topology.edge) {
      const std::vector<ChoiceText> words = link_preset_words();
      for (std::size_t i = 0; i < words.size(); ++i) {
        // A user's preset is latency, loss and its bursts; the rest is the topology's.
        const LinkOptions preset = link_preset(static_cast<LinkPreset>(i));
        if (preset.latency != device.edge.latency || preset.loss != device.edge.loss) continue;
        if (preset.burst != device.edge.burst) continue;
        text += fmt::format(", link = \"{}\"", words[i].text);
        break;
      }
    }
    if (device.clock_skew != Duration{}) {
      text += fmt::format(", clock_skew = {}", quoted(to_text(device.clock_skew)));
    }
    if (!device.gateways.empty()) {
      text += ", gateways = " + list_of(device.gateways, [](std::uint32_t gateway) {
                return fmt::format("\"gateway-{}\"", gateway + 1);
              });
    }
    return text;
  }

  void conversations() {
    if (scenario_.conversations.empty()) return;
    heading("[conversations]");
    for (const ConversationSpec& conversation : scenario_.conversations) {
      line("{} = {}", conversation.name, list_of(conversation.members, [&](UserId user) {
             return quoted(scenario_.users[user.index()].name);
           }));
    }
  }

  void sends() {
    for (std::size_t i = 0; i < scenario_.sends.size(); ++i) {
      const SendSpec& send = scenario_.sends[i];
      if (send.at == kNever || send.content != Content::Text) continue;
      heading("[[send]]");
      if (!send.name.empty()) line("name = {}", quoted(send.name));
      line("from = {}", quoted(scenario_.devices[send.device.index()].name));
      line("to = {}", quoted(scenario_.conversations[send.conv.index()].name));
      if (send.reply_to) {
        line("reply_to = {}", quoted(messages_.name_of(*send.reply_to)));
        line("after = {}", quoted(send.at));
      } else {
        line("at = {}", quoted(send.at));
      }
      if (send.bytes != SendSpec{}.bytes) line("bytes = {}", send.bytes);
      if (send.take_back.ns > 0) line("take_back = {}", quoted(to_text(send.take_back)));
    }
  }

  void members() {
    for (const SendSpec& send : scenario_.sends) {
      if (send.at == kNever || send.content == Content::Text) continue;
      heading("[[member]]");
      line("{} = {}", word_of(send.content), quoted(scenario_.users[send.subject.index()].name));
      line("in = {}", quoted(scenario_.conversations[send.conv.index()].name));
      line("by = {}", quoted(scenario_.devices[send.device.index()].name));
      line("at = {}", quoted(send.at));
    }
    const ChurnSpec defaults;
    for (const ChurnSpec& churn : scenario_.churn) {
      const std::string conv = scenario_.conversations[churn.conv.index()].name;
      heading("[[churn]]");
      line("in = {}", quoted(conv));
      line("changes = {}", churn.changes);
      line("who = {}", quoted(churn.who));
      if (churn.from != defaults.from) line("from = {}", quoted(churn.from));
      if (churn.every != defaults.every) line("every = {}", quoted(to_text(churn.every)));
      if (churn.kicks != defaults.kicks) line("kicks = {}", quoted(to_text(churn.kicks)));
    }
  }

  void traffic() {
    const TrafficSpec defaults;
    for (const TrafficSpec& traffic : scenario_.traffic) {
      heading("[[traffic]]");
      line("in = {}", quoted(scenario_.conversations[traffic.conv.index()].name));
      line("messages = {}", traffic.messages);
      if (traffic.from != defaults.from) line("from = {}", quoted(traffic.from));
      if (traffic.every != defaults.every) line("every = {}", quoted(to_text(traffic.every)));
      if (traffic.burst != defaults.burst) line("burst = {}", traffic.burst);
      if (traffic.reply != defaults.reply) line("reply = {}", quoted(to_text(traffic.reply)));
      if (traffic.bytes != defaults.bytes) line("bytes = {}", traffic.bytes);
    }
  }

  void signals() {
    for (const SignalSpec& signal : scenario_.signals) {
      if (signal.at == kNever) continue;
      heading("[[signal]]");
      if (!signal.name.empty()) line("name = {}", quoted(signal.name));
      line("from = {}", quoted(scenario_.devices[signal.device.index()].name));
      line("to = {}", quoted(signal.conv ? scenario_.conversations[signal.conv.index()].name
                                         : scenario_.users[signal.to.index()].name));
      line("at = {}", quoted(signal.at));
    }
    const SignalTrafficSpec defaults;
    for (const SignalTrafficSpec& traffic : scenario_.signal_traffic) {
      heading("[[signal_traffic]]");
      line("in = {}", quoted(scenario_.conversations[traffic.conv.index()].name));
      line("signals = {}", traffic.signals);
      if (traffic.from != defaults.from) line("from = {}", quoted(traffic.from));
      if (traffic.every != defaults.every) line("every = {}", quoted(to_text(traffic.every)));
      if (traffic.burst != defaults.burst) line("burst = {}", traffic.burst);
      if (traffic.unicast != defaults.unicast) {
        line("unicast = {}", quoted(to_text(traffic.unicast)));
      }
    }
  }

  void faults() {
    if (scenario_.faults.empty() && scenario_.answers.empty()) return;
    heading("[faults]");
    if (!scenario_.faults.empty()) {
      line("list = [");
      for (const Fault& fault : scenario_.faults) {
        line("  {},", quoted(describe(fault, table_, messages_)));
      }
      line("]");
    }
    if (scenario_.answers.empty()) return;
    line("answers = [");
    for (const Answer& answer : scenario_.answers) line("  {},", quoted(describe(answer, table_)));
    line("]");
  }

  void expect() {
    const Expect& expect = scenario_.expect;
    if (expect.verdict.empty() && expect.laws.empty() && expect.may_break.empty()) return;
    heading("[expect]");
    if (!expect.verdict.empty()) line("verdict = {}", quoted(expect.verdict));
    for (const auto& [law, outcome] : expect.laws) line("{} = {}", law, quoted(outcome));
    if (expect.may_break.empty()) return;
    line("may_break = {}",
         list_of(expect.may_break, [](const std::string& law) { return quoted(law); }));
  }

  void replay() {
    const Replay& replay = scenario_.replay;
    if (!replay.there()) return;
    heading("[replay]");
    if (!replay.origin.empty()) line("origin = {}", quoted(replay.origin));
    if (!replay.signature.empty()) line("signature = {}", quoted(replay.signature));
    line("digest = \"{:016x}\"", replay.digest);
    line("events = {}", replay.events);
    if (replay.marks.empty()) return;
    if (replay.stride != 1) line("stride = {}", replay.stride);
    line("marks = [");
    for (std::size_t i = 0; i < replay.marks.size(); i += kMarksInLine) {
      line("  {},", quoted(replay.marks.substr(i, kMarksInLine)));
    }
    line("]");
  }

  const Scenario& scenario_;
  ProcessTable table_;
  MessageNames messages_;
  std::string out_;
};

}  // namespace

std::string scenario_text(const Scenario& scenario, const std::vector<std::string>& comments) {
  return Writer(scenario).write(comments);
}

}  // namespace imstorm
