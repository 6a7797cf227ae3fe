// Processes come and go, routers learn of it one after the other, and worker pools change.
#include <algorithm>
#include <utility>

#include "model/world/step.h"
#include "model/world/world.h"

namespace imstorm {

/// After the plan is drawn: who is there from the beginning, and which rings there will be.
void World::build_roster(Directory& directory) {
  roster_ = std::make_shared<const Roster>(plan_roster(*scenario_, *table_, *plan_));
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    processes_[p].member = roster_->begins[p];
  }
  directory.rings = roster_->rings;
  for (std::size_t i = 0; i < roster_->steps.size(); ++i) {
    KernelEvent event;
    event.type = KernelEvent::Type::Roster;
    event.a = static_cast<std::uint32_t>(i);
    schedule(roster_->steps[i].at, event);
  }
}

void World::on_roster(const KernelEvent& event) {
  if (healed_) return;
  const Roster::Step& step = roster_->steps[event.a];
  Process& process = processes_[step.process.index()];
  tracer_.struck(step.fault);
  effective(step.fault);
  disturb(step.process, now_ + scenario_->topology.ring_lag + step.gone_after);
  process.member = step.enters;
  process.tenure += 1;
  const bool published = step.ring != ring_;
  ring_ = step.ring;
  if (step.enters) {
    enter_service(step.process);
  } else {
    leave_service(step);
  }
  if (published) publish_ring();
}

void World::enter_service(ProcessId id) {
  restart(id);
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    Pool& pool = pools_[i];
    if ((pool.a != id && pool.b != id) || pool.opening) continue;
    if (pool.connection && network_.at(pool.connection).believes[0] &&
        network_.at(pool.connection).believes[1]) {
      continue;  // it had not ended yet
    }
    pool.opening = true;
    KernelEvent open;
    open.type = KernelEvent::Type::PoolOpen;
    open.a = static_cast<std::uint32_t>(i);
    schedule(now_, open);
  }
}

void World::leave_service(const Roster::Step& step) {
  const Process& process = processes_[step.process.index()];
  KernelEvent gone;
  gone.type = KernelEvent::Type::Gone;
  gone.process = step.process;
  gone.a = step.fault;
  gone.b = process.tenure;
  push(step.gone_after, gone);
  if (process.up && process.paused_until <= now_) step_out(step.process);
}

/// It was told to end and ends: what it still had is lost, and nobody is surprised.
void World::on_gone(const KernelEvent& event) {
  Process& process = processes_[event.process.index()];
  if (process.tenure != event.b) return;  // it was added again before it had ended
  if (process.up) {
    tracer_.struck(event.a);
    stop(event.process);
    drop_connections(event.process, false);
  }
  // Nobody waits for its links any more.
  for (Pool& pool : pools_) {
    if (pool.a == event.process || pool.b == event.process) note_mended(pool);
  }
}

/// Every router that runs learns of the newest ring in its own time; one that starts asks for it.
void World::publish_ring() {
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    const Process& process = processes_[p];
    const bool routes = process.kind == ProcessKind::Gateway || process.kind == ProcessKind::Logic;
    if (!routes || !process.up) continue;
    const Address late{Choice::RingNews, process.key, ring_, 0};
    KernelEvent news;
    news.type = KernelEvent::Type::RingNews;
    news.incarnation = process.incarnation;
    news.process = ProcessId(p);
    news.a = ring_;
    push(decider_.between(late, {}, scenario_->topology.ring_lag), news);
  }
}

void World::on_ring_news(const KernelEvent& event) {
  const Process& process = processes_[event.process.index()];
  if (!process.up || process.incarnation != event.incarnation || postpone(event)) return;
  step(event.process, RingNews{event.a}, event.a);
}

// Worker pools.

void World::resize(ProcessId id, std::uint32_t index) {
  Process& process = processes_[id.index()];
  const std::uint32_t threads = (*plan_)[index].nth;
  if (process.workers.empty() || threads == process.threads_next) return;
  effective(index);
  process.threads_next = threads;
  const bool waits = scenario_->protocol.route.resize == RoutingOptions::Resize::Drain;
  if (!waits || !process.busy() || !process.draining()) use_new_threads(id);
}

/// From now on keys are spread over the new number of threads. One that is not used any more still
/// serves what waits for it.
void World::use_new_threads(ProcessId id) {
  Process& process = processes_[id.index()];
  process.threads = process.threads_next;
  if (process.workers.size() < process.threads) process.workers.resize(process.threads);
  const auto held = std::exchange(process.held, {});
  for (const std::uint32_t packet : *held) enqueue(id, packet);
}

}  // namespace imstorm
