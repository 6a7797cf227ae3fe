#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/answer_sentence.h"
#include "model/scenario/fault_sentence.h"
#include "model/scenario/fields.h"
#include "model/scenario/idle_fault.h"
#include "model/scenario/reading.h"

namespace imstorm {
namespace {

/// Where in the file something inside a text stands.
Place place_in(const Value& text, const SentenceError& error) {
  if (!text.simple_text) return text.place;
  Place place = text.place;
  ++place.column;  // the quotation mark
  for (std::size_t i = 0; i < error.offset && i < text.text.size(); ++i) {
    if ((static_cast<unsigned char>(text.text[i]) & 0xC0) != 0x80) ++place.column;
  }
  place.length = error.length;
  return place;
}

bool needs_datagrams(FaultKind kind) {
  return kind == FaultKind::Duplicate || kind == FaultKind::Duplication ||
         kind == FaultKind::Reordering;
}

void read_sentence(const Value& item, const ProcessTable& processes, const MessageNames& messages,
                   Reading& reading) {
  if (!item.is_text()) {
    reading.diagnostics.error(item.place, "a fault is a sentence, found " + describe_kind(item));
    return;
  }
  const auto read = parse_fault(item.text, processes, messages);
  if (const auto* error = std::get_if<SentenceError>(&read)) {
    reading.diagnostics.error(place_in(item, *error), error->text, error->note);
    return;
  }
  const Fault& fault = std::get<Fault>(read);
  const Topology& topology = reading.scenario.topology;
  const auto stream = LinkOptions::Transport::Stream;
  if (needs_datagrams(fault.kind) && topology.edge.transport == stream &&
      topology.backbone.transport == stream) {
    reading.diagnostics.warning(item.place, "this does nothing: every link is a stream",
                                "link.edge.transport = \"datagram\" allows it");
  }
  if (const std::string why = why_idle(fault, processes); !why.empty()) {
    reading.diagnostics.warning(item.place, "this does nothing: " + why);
  }
  reading.scenario.faults.push_back(fault);
}

void read_answers(const Value& answers, const ProcessTable& processes, Reading& reading) {
  if (!answers.is_array()) {
    reading.diagnostics.error(
        answers.place, "answers must be a list of sentences, found " + describe_kind(answers));
    return;
  }
  for (const Value& item : answers.items) {
    if (!item.is_text()) {
      reading.diagnostics.error(item.place,
                                "an answer is a sentence, found " + describe_kind(item));
      continue;
    }
    const auto read = parse_answer(item.text, processes);
    if (const auto* error = std::get_if<SentenceError>(&read)) {
      reading.diagnostics.error(place_in(item, *error), error->text, error->note);
      continue;
    }
    reading.scenario.answers.push_back(std::get<Answer>(read));
  }
}

}  // namespace

void read_faults(const Value& faults, Reading& reading) {
  const Value* list = &faults;
  if (faults.is_table()) {
    Fields fields(faults, "[faults]", reading.diagnostics);
    if (const Value* answers = fields.find("answers")) {
      read_answers(*answers, ProcessTable(reading.scenario), reading);
      list = fields.find("list");
    } else {
      list = fields.need("list");
    }
    fields.finish();
    if (list == nullptr) return;
  }
  if (!list->is_array()) {
    reading.diagnostics.error(list->place,
                              "faults must be a list of sentences, found " + describe_kind(*list));
    return;
  }
  const ProcessTable processes(reading.scenario);
  const MessageNames messages(reading.scenario);
  for (const Value& item : list->items) read_sentence(item, processes, messages, reading);
}

}  // namespace imstorm
