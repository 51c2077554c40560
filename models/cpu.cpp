#include "models/cpu.hpp"

#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <vector>

namespace shaketable::models {

namespace {

// The heap of frames on shared cores: a skew heap (Sleator and Tarjan 1986) by (virtual_finish, rank),
// through Frame::next (left) and Frame::previous (right). It lives in the frames, so it copies with the
// world.

bool earlier(FrameRef a, FrameRef b) {
    return a->virtual_finish < b->virtual_finish ||
           (a->virtual_finish == b->virtual_finish && a->rank < b->rank);
}

std::uint32_t merge(const Run& run, std::uint32_t a, std::uint32_t b) {
    std::uint32_t root = kNone;
    std::uint32_t* place = &root;
    while (a != kNone && b != kNone) {
        FrameRef top = run.frame(a);
        if (const FrameRef other = run.frame(b); earlier(other, top)) {
            b = a;
            top = other;
        }
        *place = top.index;
        a = top->previous;
        top->previous = top->next;
        place = &top->next;
    }
    *place = a == kNone ? b : a;
    return root;
}

void insert(const Run& run, Cpu& cpu, FrameRef frame) {
    frame->next = kNone;
    frame->previous = kNone;
    cpu.frames = merge(run, cpu.frames, frame.index);
}

FrameRef take_earliest(const Run& run, Cpu& cpu) {
    const FrameRef top = run.frame(cpu.frames);
    cpu.frames = merge(run, top->next, top->previous);
    return top;
}

void take_out(const Run& run, Cpu& cpu, FrameRef frame) {
    std::vector<std::uint32_t*> places = {&cpu.frames}; // heaps that may have it
    while (*places.back() != frame.index) {
        const FrameRef top = run.frame(*places.back());
        places.pop_back();
        for (std::uint32_t* const below : {&top->next, &top->previous})
            if (*below != kNone && !earlier(frame, run.frame(*below)))
                places.push_back(below);
    }
    *places.back() = merge(run, frame->next, frame->previous);
}

/// Work per nanosecond that each of the running frames receives.
double rate(const Run& run, const Instance& here) {
    const std::uint32_t running = here.cpu.running;
    double share = here.speed;
    if (running > here.capacity.cores)
        share *= here.capacity.cores / running;
    const std::vector<double>& curve = run.component_of(here).speed_by_concurrency;
    if (!curve.empty() && running > 0)
        share *= curve[std::min<std::size_t>(running, curve.size()) - 1];
    return share;
}

void bring_up_to_date(const Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    if (cpu.shared && cpu.running > 0)
        cpu.virtual_now += static_cast<double>((run.now() - cpu.updated_at).ns()) * rate(run, here);
    cpu.updated_at = run.now();
}

/// Sees to it that an event is pending no later than the earliest end.
void expect_next(const Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    if (cpu.running == 0 || here.speed == 0.0)
        return;
    const double left = run.frame(cpu.frames)->virtual_finish - cpu.virtual_now;
    const engine::Time due = run.now() + engine::round_to_duration(std::max(left, 0.0) / rate(run, here));
    if (cpu.has_event && cpu.wakes_at <= due)
        return;
    cpu.has_event = true;
    cpu.wakes_at = due;
    run.queue().push(due, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kCpu),
                                          .index = run.index_of(here),
                                          .epoch = ++cpu.epoch});
}

void share_cores(const Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    std::uint32_t index = cpu.frames;
    cpu.frames = kNone;
    cpu.shared = true;
    cpu.virtual_now = 0.0;
    cpu.next_rank = 0;
    while (index != kNone) {
        const FrameRef frame = run.frame(index);
        index = frame->next;
        ++frame->epoch; // its plain event is stale
        frame->virtual_finish -= static_cast<double>(run.now().ns());
        frame->rank = cpu.next_rank++;
        insert(run, cpu, frame);
    }
}

void compute_alone(Run& run, Cpu& cpu, FrameRef frame, engine::Duration work) {
    frame->next = cpu.frames;
    frame->previous = kNone;
    if (cpu.frames != kNone)
        run.frame(cpu.frames)->previous = frame.index;
    cpu.frames = frame.index;
    const engine::Time due = run.now() + work;
    frame->virtual_finish = static_cast<double>(due.ns());
    wake_at(run, frame, due, Wake::kWorkDone);
}

void compute_with_others(const Run& run, Instance& here, FrameRef frame, engine::Duration work) {
    Cpu& cpu = here.cpu;
    if (!cpu.shared)
        share_cores(run, here);
    else
        bring_up_to_date(run, here);
    if (cpu.running == 0)
        cpu.virtual_now = 0.0;
    cpu.updated_at = run.now();
    ++cpu.running;
    frame->virtual_finish = cpu.virtual_now + static_cast<double>(work.ns());
    frame->rank = cpu.next_rank++;
    insert(run, cpu, frame);
    expect_next(run, here);
}

void stop_sharing(Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    std::uint32_t heap = cpu.frames;
    cpu.frames = kNone;
    cpu.shared = false;
    ++cpu.epoch;
    cpu.has_event = false;
    while (heap != kNone) {
        const FrameRef frame = run.frame(heap);
        heap = merge(run, frame->next, frame->previous);
        const double left = std::max(frame->virtual_finish - cpu.virtual_now, 0.0);
        compute_alone(run, cpu, frame, engine::round_to_duration(left));
    }
}

bool undisturbed(const Instance& here, std::uint32_t running) {
    return running <= here.capacity.undisturbed && here.speed == 1.0;
}

void show_busy(const Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    cpu.used = used_until(cpu, run.now());
    cpu.shown_at = run.now();
    cpu.shown = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(std::uint64_t{cpu.running} * 1000, here.capacity.cores_thousandths));
    run.meter(here, kBusyCores).set(run.now(), cpu.shown);
}

void leave_heap(Run& run, Instance& here) {
    Cpu& cpu = here.cpu;
    const FrameRef done = take_earliest(run, cpu);
    --cpu.running;
    if (undisturbed(here, cpu.running * 2))
        stop_sharing(run, here);
    else
        expect_next(run, here);
    show_busy(run, here);
    const Op& op = run.op_of(done);
    op.resume(run, done, op, static_cast<std::uint16_t>(Wake::kWorkDone));
}

} // namespace

void start_computing(Run& run, Instance& here, FrameRef frame, engine::Duration work) {
    begin_wait(frame, FrameState::kComputing);
    Cpu& cpu = here.cpu;
    if (!cpu.shared && undisturbed(here, cpu.running + 1)) {
        ++cpu.running;
        compute_alone(run, cpu, frame, work);
    } else {
        compute_with_others(run, here, frame, work);
    }
    show_busy(run, here);
}

void stop_computing(Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    if (frame->previous != kNone)
        run.frame(frame->previous)->next = frame->next;
    else
        here.cpu.frames = frame->next;
    if (frame->next != kNone)
        run.frame(frame->next)->previous = frame->previous;
    --here.cpu.running;
    show_busy(run, here);
}

void leave_cores(Run& run, Instance& here, FrameRef frame) {
    Cpu& cpu = here.cpu;
    if (!cpu.shared) {
        stop_computing(run, frame);
        return;
    }
    bring_up_to_date(run, here);
    take_out(run, cpu, frame);
    --cpu.running;
    ++cpu.epoch;
    cpu.has_event = false;
    if (undisturbed(here, cpu.running * 2))
        stop_sharing(run, here);
    else
        expect_next(run, here);
    show_busy(run, here);
}

void on_cpu_event(Run& run, Instance& here, std::uint32_t epoch) {
    Cpu& cpu = here.cpu;
    if (epoch != cpu.epoch || !cpu.has_event)
        return;
    cpu.has_event = false;
    if (here.speed == 0.0)
        return;
    bring_up_to_date(run, here);
    const double left = run.frame(cpu.frames)->virtual_finish - cpu.virtual_now;
    if (left <= 0.5000001 * rate(run, here)) // within the rounding of its end
        leave_heap(run, here);
    else
        expect_next(run, here);
}

void set_speed(Run& run, Instance& here, double speed) {
    Cpu& cpu = here.cpu;
    bring_up_to_date(run, here);
    here.speed = speed;
    if (cpu.shared && undisturbed(here, cpu.running * 2)) {
        stop_sharing(run, here);
    } else {
        if (!cpu.shared && cpu.running > 0)
            share_cores(run, here);
        if (cpu.shared)
            expect_next(run, here);
    }
}

void clear_cpu(Run& run, Instance& here) {
    const std::uint32_t epoch = here.cpu.epoch;
    const Cpu before = here.cpu;
    here.cpu = Cpu{.used = before.used, .shown_at = before.shown_at, .shown = before.shown};
    here.cpu.epoch = epoch + 1;
    here.cpu.updated_at = run.now();
    show_busy(run, here);
}

} // namespace shaketable::models
