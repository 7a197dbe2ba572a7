"""A result is a FastAPI response, with and without an output."""

from __future__ import annotations

from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import BaseModel

from openai_codex import AsyncCodex, TurnResult
from openai_codex.testing import ScriptedModel
from support.homes import warm_home


class Answer(BaseModel):
    number: int


def application(codex: AsyncCodex) -> FastAPI:
    app = FastAPI()

    async def plain(prompt: str) -> TurnResult:
        return await codex.run(prompt)

    async def answer(prompt: str) -> TurnResult[Answer]:
        return await codex.run(prompt, output_type=Answer)

    app.add_api_route("/plain", plain, response_model=TurnResult)
    app.add_api_route("/answer", answer, response_model=TurnResult[Answer])
    return app


async def get(app: FastAPI, path: str) -> Any:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        response = await http.get(path)
        response.raise_for_status()
        return response.json()


async def test_result_is_a_fastapi_response() -> None:
    with warm_home() as home, ScriptedModel(["Blue.", '{"number": 4}']) as model:
        async with AsyncCodex(model.config(home=home)) as codex:
            app = application(codex)
            plain = await get(app, "/plain?prompt=Name+a+color.")
            answer = await get(app, "/answer?prompt=Two+plus+two%3F")
            schema = await get(app, "/openapi.json")
    assert (plain["status"], plain["final_response"], plain["output"]) == ("completed", "Blue.", None)
    assert plain["usage"]["turn"]["totalTokens"] == 15
    assert answer["output"] == {"number": 4}
    # FastAPI writes protocol types in wire form. Both forms are valid.
    assert TurnResult.from_dict(plain).final_response == "Blue."
    assert "TurnResult" in schema["components"]["schemas"]
