"""A brief as JSON: the contract's views of the pair, with the lines and notes of the page added.

Contract fields: dyad, as_of, state, channels, measures, commitments, exchanges, framings, pressures, interests, risks,
leverage, third_parties, assessments, outlook, events, claims, sources. Added: known, since, title, lines by section, notes, and
what each view has beyond the contract (a promise's `progress` and `history`, a channel's `silence`, who contests a frame).
"""

from datetime import date
from typing import Any

from detente.formats.jsonl import claim_to_json, event_to_json
from detente.records import Report
from detente.relations.brief.odds import likely
from detente.relations.brief.page import Brief, State
from detente.relations.brief.printed import SIGNS, Line, Note
from detente.relations.channels import Channel
from detente.relations.claims import Held
from detente.relations.commitments import Commitment
from detente.relations.exchanges import Exchange
from detente.relations.filed import When
from detente.relations.measures import Measure

Json = dict[str, Any]


def to_json(brief: Brief) -> Json:
    """The brief as plain JSON values."""
    return {
        "dyad": [brief.dyad.first, brief.dyad.second],
        "as_of": brief.as_of.isoformat(),
        "known": brief.known.isoformat(),
        "since": brief.since.isoformat(),
        "title": brief.title,
        "state": _state(brief.state),
        "bottom_line": [_line(line) for line in brief.bottom_line],
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "lines": [_line(line) for line in section.lines],
                "empty": section.empty or None,
                "left_out": section.left_out,
            }
            for section in brief.sections
        ],
        "notes": [_note(note) for note in brief.notes],
        "channels": [_channel(channel) for channel in brief.channels],
        "measures": [_measure(measure) for measure in brief.measures],
        "commitments": [_commitment(commitment) for commitment in brief.commitments],
        "exchanges": [_exchange(exchange) for exchange in brief.exchanges],
        "framings": [_held(held) for held in brief.held["frame"]],
        "pressures": [_held(held) for held in brief.held["pressure"]],
        "interests": [_held(held) for held in brief.held["interest"]],
        "risks": [_held(held) for held in brief.held["risk"]],
        "leverage": [_held(held) for held in brief.held["leverage"]],
        "assessments": [_held(held) for held in brief.held["assessment"]],
        "third_parties": [
            {"country": third.country, "role": third.role, "events": list(third.ids)} for third in brief.third_parties
        ],
        "outlook": _outlook(brief),
        "events": [
            event_to_json(member.record) | {"report": member.report.id, "act": act.id, "standing": act.standing}
            for act in brief.acts
            for member in act.members
        ],
        "claims": [claim_to_json(filed.record) | {"report": filed.report.id} for filed in brief.claims],
        "sources": [_source(report) for report in brief.reports],
    }


def _state(state: State | None) -> Json | None:
    if state is None:
        return None
    window = [day.isoformat() for day in state.window]
    return {"score": state.score, "trend": state.trend, "label": state.label, "window": window, "reasons": list(state.reasons)}


def _line(line: Line) -> Json:
    return {
        "text": line.text,
        "notes": list(line.notes),
        "mark": line.mark,
        "sign": SIGNS[line.mark][0],
        "more": line.more,
        "about": line.about or None,
        "doubtful": line.doubtful,
        "under": [_line(below) for below in line.under],
    }


def _note(note: Note) -> Json:
    return {
        "number": note.number,
        "record": note.record,
        "report": note.report,
        "quote": note.quote,
        "title": note.title,
        "publisher": note.chain[0],
        "relays": list(note.chain[1:]),
        "published": note.published.isoformat(),
        "url": note.url,
        "certainty": note.certainty,
        "coder": note.coder or None,
        "reviewed": note.reviewed,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _when(when: When | None) -> str | None:
    """The first day of an act, else the day before which it was."""
    return (when.first or when.last).isoformat() if when else None


def _channel(channel: Channel) -> Json:
    return {
        "topic": channel.topic,
        "name": channel.name,
        "status": channel.status,
        "since": channel.since.isoformat(),
        "history": [
            {
                "date": _when(entry.when),
                "end": entry.when.last.isoformat(),
                "status": entry.status,
                "events": list(entry.act.ids),
                "derived": entry.derived,
            }
            for entry in channel.history
        ],
        "last_contact": _day(channel.last_contact),
        "silence": channel.silence,
        "planned": [act.id for act in channel.planned],
    }


def _measure(measure: Measure) -> Json:
    return {
        "kind": measure.kind,
        "by": list(measure.by),
        "on": list(measure.on),
        "target": measure.target or None,
        "reason": measure.reason.words if measure.reason else None,
        "imposed": _when(measure.imposed),
        "lifted": _when(measure.lifted),
        "status": measure.status,
        "events": list(measure.ids),
        "confirmed": _day(measure.confirmed),
        "answers": measure.answers.id if measure.answers else None,
        "lifting_promised": measure.promised.id if measure.promised else None,
        "history": [{"date": _when(turn.when), "step": turn.step, "events": list(turn.act.ids)} for turn in measure.history],
    }


def _commitment(commitment: Commitment) -> Json:
    return {
        "by": list(commitment.by),
        "to": list(commitment.to),
        "what": commitment.what,
        "of": commitment.of,
        "made": commitment.made.isoformat(),
        "due_start": _day(commitment.due_start),
        "due_end": _day(commitment.due_end),
        "status": commitment.status,
        "progress": commitment.progress,
        "kept_by": list(commitment.kept_by),
        "events": list(commitment.ids),
        "basis": commitment.basis,
        "candidates": [
            {"events": list(deed.act.ids), "score": round(deed.score, 3), "stated": deed.stated} for deed in commitment.deeds
        ],
        "disputed_by": list(commitment.disputed_by),
        "reports_since": commitment.reports_since,
        "history": [
            {
                "date": change.day.isoformat(),
                "status": change.status,
                "progress": change.progress,
                "why": change.why,
                "events": [act.id for act in change.acts],
            }
            for change in commitment.history
        ],
    }


def _exchange(exchange: Exchange) -> Json:
    said = exchange.said
    evidence = said.record.evidence if said else None
    return {
        "given": exchange.given.id,
        "for": exchange.answered.id,
        "evidence": {"start": evidence.start, "end": evidence.end, "quote": evidence.quote} if evidence else None,
        "report": said.report.id if said else None,
        "kind": exchange.kind,
        "stated": exchange.stated,
        "days": exchange.days,
    }


def _held(held: Held) -> Json:
    return {
        "holder": held.holder,
        "who": held.who,
        "text": held.text,
        "stance": held.stance,
        "contests": list(held.contests),
        "contested_by": list(held.contested_by),
        "claims": list(held.ids),
        "first": held.first.isoformat(),
        "last": held.last.isoformat(),
        "months": dict(held.months),
        "publishers": [origin.name for origin in held.origins()],
    }


def _outlook(brief: Brief) -> Json | None:
    if not brief.outlook:
        return None
    return {
        "estimates": [
            {
                "question": item.question,
                "probability": item.probability,
                "words": likely(item.probability),
                "by": item.by.isoformat(),
                "basis": list(item.basis),
                "record": item.record or None,
            }
            for item in brief.outlook
        ]
    }


def _source(report: Report) -> Json:
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "relays": list(report.relays),
        "published": _day(report.published),
        "url": report.url,
    }
