import pytest

from detente import settings
from detente.errors import InputError
from detente.settings import Settings, load


def test_defaults_without_a_file(tmp_path):
    assert load(tmp_path, {}) == Settings()


def test_environment_wins_over_the_file_over_the_default(tmp_path):
    (tmp_path / "detente.toml").write_text('coder = "en.v3"\ncertainty = 1\nport = 1\n', encoding="utf-8")
    read = load(tmp_path, {"DETENTE_PORT": "2", "DETENTE_WORKSPACE": "/x", "HOME": "/y"})
    assert (read.coder, read.certainty, read.port, read.host) == ("en.v3", 1.0, 2, "127.0.0.1")


@pytest.mark.parametrize(
    ("text", "environ", "message"),
    [
        ('codr = "x"', {}, "no setting 'codr' .*did you mean 'coder'"),
        ("zzz = 1", {}, "no setting 'zzz' .*known: coder"),
        ('port = "many"', {}, "port must be a whole number, not 'many' .*detente.toml"),
        ("port = true", {}, "port must be a whole number, not True"),
        ("port = 1.5", {}, "port must be a whole number, not 1.5"),
        ("coder = 3", {}, "coder must be words, not 3"),
        ("port =", {}, "detente.toml cannot be read"),
        ("", {"DETENTE_CERTAINTY": "high"}, "certainty must be a number, not 'high' .*DETENTE_CERTAINTY"),
    ],
)
def test_wrong_settings(tmp_path, text, environ, message):
    (tmp_path / "detente.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load(tmp_path, environ)


def test_every_setting_has_help():
    assert all(help_.endswith(".") for _, _, help_ in settings.declared())


def test_person(monkeypatch):
    assert Settings(who="ana").person == "ana"
    monkeypatch.setattr(settings.getpass, "getuser", lambda: "bo")
    assert Settings().person == "bo"
