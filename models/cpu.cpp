#include "models/cpu.hpp"

#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <array>

namespace shaketable::models {

namespace {

// The heap of frames on shared cores: a skew heap (Sleator and Tarjan 1986) by (virtual_finish, rank),
// through Frame::next (left) and Frame::previous (right). It lives in the frames, so it copies with the
// world.

bool earlier(const Frame& a, const Frame& b) {
    return a.virtual_finish < b.virtual_finish || (a.virtual_finish == b.virtual_finish && a.child < b.child);
}

std::uint32_t merge(std::vector<Frame>& frames, std::uint32_t a, std::uint32_t b) {
    std::uint32_t root = kNone;
    std::uint32_t* place = &root;
    while (a != kNone && b != kNone) {
        if (earlier(frames[b], frames[a]))
            std::swap(a, b);
        *place = a;
        Frame& top = frames[a];
        const std::uint32_t right = top.previous;
        top.previous = top.next;
        place = &top.next;
        a = right;
    }
    *place = a == kNone ? b : a;
    return root;
}

void insert(std::vector<Frame>& frames, Cpu& cpu, std::uint32_t index) {
    frames[index].next = kNone;
    frames[index].previous = kNone;
    cpu.frames = merge(frames, cpu.frames, index);
}

std::uint32_t take_earliest(std::vector<Frame>& frames, Cpu& cpu) {
    const std::uint32_t top = cpu.frames;
    cpu.frames = merge(frames, frames[top].next, frames[top].previous);
    return top;
}

/// Work per nanosecond that each of the running frames receives.
double rate(const Component& component, const Instance& here) {
    const std::uint32_t running = here.cpu.running;
    double share = here.speed;
    if (running > component.cores)
        share *= component.cores / running;
    const std::vector<double>& curve = component.speed_by_concurrency;
    if (!curve.empty() && running > 0)
        share *= curve[std::min<std::size_t>(running, curve.size()) - 1];
    return share;
}

void bring_up_to_date(const Component& component, Instance& here, engine::Time now) {
    Cpu& cpu = here.cpu;
    if (cpu.shared && cpu.running > 0)
        cpu.virtual_now += static_cast<double>((now - cpu.updated_at).ns()) * rate(component, here);
    cpu.updated_at = now;
}

/// Sees to it that an event is pending no later than the earliest end.
void expect_next(Run& run, std::uint32_t index) {
    Instance& here = run.instance(index);
    Cpu& cpu = here.cpu;
    if (cpu.running == 0)
        return;
    const double left = run.frame(cpu.frames).virtual_finish - cpu.virtual_now;
    const engine::Time due =
        run.now() + engine::round_to_duration(std::max(left, 0.0) / rate(run.component_of(here), here));
    if (cpu.has_event && cpu.wakes_at <= due)
        return;
    cpu.has_event = true;
    cpu.wakes_at = due;
    run.queue().push(due, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kCpu),
                                          .index = index,
                                          .epoch = ++cpu.epoch});
}

void share_cores(Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    std::uint32_t index = cpu.frames;
    cpu.frames = kNone;
    cpu.shared = true;
    cpu.virtual_now = 0.0;
    cpu.next_rank = 0;
    while (index != kNone) {
        Frame& frame = run.frame(index);
        const std::uint32_t next = frame.next;
        ++frame.epoch; // its plain event is stale
        frame.virtual_finish -= static_cast<double>(run.now().ns());
        frame.child = cpu.next_rank++;
        insert(run.world.frames, cpu, index);
        index = next;
    }
}

void link_alone(Run& run, Cpu& cpu, std::uint32_t index) {
    Frame& frame = run.frame(index);
    frame.next = cpu.frames;
    frame.previous = kNone;
    if (cpu.frames != kNone)
        run.frame(cpu.frames).previous = index;
    cpu.frames = index;
}

void expect_alone(Run& run, std::uint32_t index, engine::Duration work) {
    const engine::Time due = run.now() + work;
    run.frame(index).virtual_finish = static_cast<double>(due.ns());
    wake_at(run, index, due, Wake::kWorkDone);
}

void stop_sharing(Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    std::uint32_t heap = cpu.frames;
    cpu.frames = kNone;
    cpu.shared = false;
    ++cpu.epoch;
    cpu.has_event = false;
    while (heap != kNone) {
        Frame& frame = run.frame(heap);
        const std::uint32_t rest = merge(run.world.frames, frame.next, frame.previous);
        const double left = std::max(frame.virtual_finish - cpu.virtual_now, 0.0);
        link_alone(run, cpu, heap);
        expect_alone(run, heap, engine::round_to_duration(left));
        heap = rest;
    }
}

bool undisturbed(const Component& component, const Instance& here, std::uint32_t running) {
    return running <= component.undisturbed && here.speed == 1.0;
}

void show_busy(Run& run, const Instance& here) {
    const std::uint64_t busy = std::uint64_t{here.cpu.running} * 1000;
    run.meter(here, kBusyCores)
        .set(run.now(), static_cast<std::int64_t>(
                            std::min<std::uint64_t>(busy, run.component_of(here).cores_thousandths)));
}

void leave_heap(Run& run, std::uint32_t instance_index) {
    Instance& here = run.instance(instance_index);
    Cpu& cpu = here.cpu;
    const std::uint32_t done = take_earliest(run.world.frames, cpu);
    --cpu.running;
    if (undisturbed(run.component_of(here), here, cpu.running * 2))
        stop_sharing(run, here);
    else
        expect_next(run, instance_index);
    show_busy(run, here);
    const Op& op = run.op_of(run.frame(done));
    op.resume(run, done, op, static_cast<std::uint16_t>(Wake::kWorkDone));
}

} // namespace

void start_computing(Run& run, std::uint32_t index, engine::Duration work) {
    Frame& frame = run.frame(index);
    begin_wait(frame, FrameState::kComputing);
    Instance& here = run.instance(frame.instance);
    const Component& component = run.component_of(here);
    Cpu& cpu = here.cpu;
    if (!cpu.shared && undisturbed(component, here, cpu.running + 1)) {
        ++cpu.running;
        link_alone(run, cpu, index);
        expect_alone(run, index, work);
    } else {
        if (!cpu.shared)
            share_cores(run, here);
        else
            bring_up_to_date(component, here, run.now());
        if (cpu.running == 0)
            cpu.virtual_now = 0.0;
        cpu.updated_at = run.now();
        ++cpu.running;
        frame.virtual_finish = cpu.virtual_now + static_cast<double>(work.ns());
        frame.child = cpu.next_rank++;
        insert(run.world.frames, cpu, index);
        expect_next(run, frame.instance);
    }
    show_busy(run, here);
}

void stop_computing(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    if (frame.previous != kNone)
        run.frame(frame.previous).next = frame.next;
    else
        here.cpu.frames = frame.next;
    if (frame.next != kNone)
        run.frame(frame.next).previous = frame.previous;
    --here.cpu.running;
    show_busy(run, here);
}

void on_cpu_event(Run& run, std::uint32_t index, std::uint32_t epoch) {
    Instance& here = run.instance(index);
    Cpu& cpu = here.cpu;
    if (epoch != cpu.epoch || !cpu.has_event)
        return;
    cpu.has_event = false;
    const Component& component = run.component_of(here);
    bring_up_to_date(component, here, run.now());
    const double left = run.frame(cpu.frames).virtual_finish - cpu.virtual_now;
    if (left <= 0.5000001 * rate(component, here)) // within the rounding of its end
        leave_heap(run, index);
    else
        expect_next(run, index);
}

void set_speed(Run& run, std::uint32_t index, double speed) {
    Instance& here = run.instance(index);
    Cpu& cpu = here.cpu;
    const Component& component = run.component_of(here);
    bring_up_to_date(component, here, run.now());
    here.speed = speed;
    if (cpu.shared && undisturbed(component, here, cpu.running * 2)) {
        stop_sharing(run, here);
    } else {
        if (!cpu.shared && cpu.running > 0)
            share_cores(run, here);
        if (cpu.shared)
            expect_next(run, index);
    }
}

void clear_cpu(Run& run, std::uint32_t index) {
    Instance& here = run.instance(index);
    const std::uint32_t epoch = here.cpu.epoch;
    here.cpu = Cpu{};
    here.cpu.epoch = epoch + 1;
    here.cpu.updated_at = run.now();
    show_busy(run, here);
}

} // namespace shaketable::models
